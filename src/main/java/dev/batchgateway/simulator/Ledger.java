package dev.batchgateway.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was received and what was really written since the last reset, in order: the truth that the gateway's answers
 * are checked against. {@link HubSpotSimulator#reset} starts a new one. May be used from any thread.
 */
public final class Ledger {
    private final SimulatorSettings settings;
    private final List<ReceivedCall> calls = new ArrayList<>();
    private final List<WrittenInput> writes = new ArrayList<>();
    private final Map<HubSpotOperation, LedgerSummary.Counts> counts = new EnumMap<>(HubSpotOperation.class);
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int throttled;
    private int inFlight;
    private int mostInFlight;

    Ledger(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** All calls, in the order they arrived. */
    public synchronized List<ReceivedCall> calls() {
        return List.copyOf(calls);
    }

    /** The calls of one operation. */
    public synchronized List<ReceivedCall> calls(HubSpotOperation operation) {
        return calls.stream().filter(call -> call.operation() == operation).toList();
    }

    /** All inputs written, in the order they were; none if {@link Behaviour#KEEP_WRITES} is off. */
    public synchronized List<WrittenInput> writes() {
        return List.copyOf(writes);
    }

    /** The inputs written to one record; {@code objectType} as in {@link WrittenInput#objectType}. */
    public synchronized List<WrittenInput> writesOf(String objectType, String recordId) {
        return writes.stream()
                .filter(write ->
                        write.recordId().equals(recordId) && write.objectType().equals(objectType))
                .toList();
    }

    /** The inputs written whose bytes contain {@code part}; needs {@link Behaviour#KEEP_RAW_BODIES}. */
    public synchronized List<WrittenInput> writesContaining(String part) {
        return writes.stream().filter(write -> write.raw().contains(part)).toList();
    }

    /** How many records were made by inputs with that value of a property; needs raw bodies too. */
    public synchronized long createsWith(String property, String value) {
        PropertyValue wanted = new PropertyValue(property, value);
        return writes.stream()
                .filter(WrittenInput::created)
                .filter(wanted::isIn)
                .count();
    }

    /** Inputs written more than once, each with all its writes; trace ids aside. */
    public synchronized List<List<WrittenInput>> doubles() {
        Map<Long, Long> times =
                writes.stream().collect(Collectors.groupingBy(WrittenInput::fingerprint, Collectors.counting()));
        Collection<List<WrittenInput>> doubles = writes.stream()
                .filter(write -> times.getOrDefault(write.fingerprint(), 0L) > 1)
                .collect(Collectors.groupingBy(WrittenInput::fingerprint, TreeMap::new, Collectors.toList()))
                .values();
        return List.copyOf(doubles);
    }

    /** The most inputs seen in one call of an operation. */
    public synchronized int mostInputs(HubSpotOperation operation) {
        return counts.getOrDefault(operation, LedgerSummary.Counts.NONE).mostInputs();
    }

    /** Calls and writes in numbers. */
    public synchronized LedgerSummary summary() {
        long written =
                counts.values().stream().mapToLong(LedgerSummary.Counts::writes).sum();
        return new LedgerSummary(calls.size(), written, throttled, mostInFlight, statuses, counts);
    }

    /** Notes a call; its number must be the next one. */
    synchronized void arrived(ReceivedCall call) {
        calls.add(call);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        count(call.operation(), counted -> counted.withCall());
    }

    synchronized int nextCall() {
        return calls.size() + 1;
    }

    synchronized void bodyRead(int call, String body, int inputs) {
        String kept = settings.get(Behaviour.KEEP_RAW_BODIES) ? body : "";
        ReceivedCall read = calls.get(call - 1).withBody(kept, inputs);
        calls.set(call - 1, read);
        count(read.operation(), counted -> counted.withInputs(inputs));
    }

    synchronized void answered(int call, int status) {
        calls.set(call - 1, calls.get(call - 1).withStatus(status));
        statuses.merge(status, 1, Integer::sum);
    }

    /** Notes that a limit of the simulator's own, not a script, refused a call. */
    synchronized void throttled() {
        throttled++;
    }

    /** Notes that a call is over, answered or not. */
    synchronized void left() {
        inFlight--;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized void wrote(WrittenInput write) {
        count(write.operation(), LedgerSummary.Counts::withWrite);
        if (settings.get(Behaviour.KEEP_WRITES)) {
            writes.add(write);
        }
    }

    private void count(HubSpotOperation operation, Step step) {
        counts.put(operation, step.next(counts.getOrDefault(operation, LedgerSummary.Counts.NONE)));
    }

    private interface Step {
        LedgerSummary.Counts next(LedgerSummary.Counts counted);
    }
}
