package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.NoInput;
import dev.batchgateway.json.Slice;

/** A body of lines that is collected, for an answer in JSON: bounded like a JSON batch. */
final class LinesBody implements BodyReader.Parser, LineReader.Sink {
    /** Each line is in an array of its own, with a few blanks at the most, and a JSON input is not. */
    static final int OVERHEAD_BYTES = Inputs.OVERHEAD_BYTES + 40;

    private final Envelope envelope;
    private final int maxInputs;
    private final Inputs inputs = new Inputs();
    private final LineReader reader;
    private long bytes;

    LinesBody(Envelope envelope, int maxInputs, int maxLine) {
        this.envelope = envelope;
        this.maxInputs = maxInputs;
        this.reader = new LineReader(maxLine, this);
    }

    @Override
    public void arrived(Slice bytes) {
        reader.arrived(bytes.toBytes());
    }

    @Override
    public BodyReader.Body ended() {
        reader.ended();
        if (inputs.size() == 0) {
            throw Refusal.badRequest("The body has no line with an input");
        }
        return new BodyReader.Body(envelope, inputs);
    }

    @Override
    public long held() {
        return bytes + reader.held() + (long) inputs.size() * OVERHEAD_BYTES;
    }

    @Override
    public void input(Slice line) {
        checkRoom();
        bytes += line.length();
        inputs.add(line.withoutOutline());
    }

    @Override
    public void refused(NoInput why) {
        checkRoom();
        inputs.addRefused(why);
    }

    private void checkRoom() {
        if (inputs.size() == maxInputs) {
            throw Refusals.tooMany(maxInputs);
        }
    }
}
