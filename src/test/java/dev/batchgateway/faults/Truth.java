package dev.batchgateway.faults;

import dev.batchgateway.testing.Streamed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HubSpot really wrote, by the marks of a {@link Batch}, and whether an answer agrees with it.
 *
 * <p>Succeeded: written, and a create exactly once. Rejected and unsent: not written. Unconfirmed: a create at most
 * once. The four add up, the headers say what the body says, and each result stands where its input stood.
 */
public final class Truth {
    private static final Pattern REF = Pattern.compile("\"ref\"\\s*:\\s*\"([^\"]+)\"");

    private final Map<String, Integer> times = new HashMap<>();

    private Truth() {}

    /** The ledger of the simulator at {@code hubSpot}, as it is now. */
    public static Truth of(URI hubSpot) {
        Truth truth = new Truth();
        JsonArray writes =
                get(hubSpot, "/_simulator/writes?value=&limit=100000000").getJsonArray("results");
        for (Object each : writes) {
            JsonObject write = (JsonObject) each;
            Matcher ref = REF.matcher(write.getString("raw"));
            truth.times.merge(ref.find() ? ref.group(1) : write.getString("recordId"), 1, Integer::sum);
        }
        return truth;
    }

    private static JsonObject get(URI hubSpot, String path) {
        try {
            return new JsonObject(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(hubSpot.resolve(path)).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How often the input of that mark was written. */
    public int times(String mark) {
        return times.getOrDefault(mark, 0);
    }

    /** How many inputs of {@code batch} were written at all. */
    public long written(Batch batch) {
        return batch.marks().stream().filter(mark -> times(mark) > 0).count();
    }

    /** Everything in which {@code answer} differs from what was written, in words; empty when nothing does. */
    public List<String> breaches(Batch batch, Answered answer) {
        List<String> breaches = new ArrayList<>();
        Map<Ended, Integer> counted = new EnumMap<>(Ended.class);
        for (int i = 0; i < batch.size(); i++) {
            Ended ended = answer.ended(i);
            counted.merge(ended, 1, Integer::sum);
            int written = times(batch.marks().get(i));
            if (!batch.isRead() && !agrees(ended, written, batch.isCreate())) {
                breaches.add("input " + i + " " + ended + " " + answer.subCategory(i) + " but written " + written
                        + " times");
            }
        }
        counts(batch, answer, counted, breaches);
        order(batch, answer, breaches);
        return breaches;
    }

    /** The same of an answer in lines, each of which stands beside its own result. */
    public List<String> breaches(Batch batch, Streamed answer) {
        List<String> breaches = new ArrayList<>();
        if (answer.order().size() != batch.size()) {
            breaches.add(answer.order().size() + " lines for " + batch.size() + " inputs");
            return breaches;
        }
        for (int i = 0; i < batch.size(); i++) {
            Ended ended = Ended.valueOf(answer.outcome(i).toUpperCase(Locale.ROOT));
            int written = times(batch.marks().get(i));
            if (!batch.isRead() && !agrees(ended, written, batch.isCreate())) {
                breaches.add("input " + i + " " + ended + " but written " + written + " times");
            }
            boolean isShown = answer.at(i).containsKey("results")
                    && answer.at(i).getBoolean("paired", true)
                    && !batch.path().contains("associations");
            if (isShown && !markOf(answer.result(i)).equals(batch.marks().get(i))) {
                breaches.add("input " + i + " has the result of " + markOf(answer.result(i)));
            }
        }
        return breaches;
    }

    private static String markOf(JsonObject result) {
        return result.getJsonObject("properties", new JsonObject()).getString("ref", result.getString("id", ""));
    }

    private static boolean agrees(Ended ended, int written, boolean isCreate) {
        return switch (ended) {
            case SUCCEEDED -> isCreate ? written == 1 : written >= 1;
            case REJECTED, UNSENT -> written == 0;
            case UNCONFIRMED -> !isCreate || written <= 1;
        };
    }

    private static void counts(Batch batch, Answered answer, Map<Ended, Integer> counted, List<String> breaches) {
        int sum = answer.counts().stream().mapToInt(Integer::intValue).sum();
        if (sum != batch.size()) {
            breaches.add("The headers count " + answer.counts() + " for " + batch.size() + " inputs");
        }
        boolean isWhole = answer.status() < 300;
        for (Ended ended : Ended.values()) {
            int said = answer.count(ended);
            if (isWhole && said != counted.getOrDefault(ended, 0)) {
                breaches.add("The headers count " + said + " " + ended + ", the body " + counted);
            }
        }
        if (answer.header("X-Should-Retry").equals("false") != (answer.unconfirmed() > 0)) {
            breaches.add("X-Should-Retry is '" + answer.header("X-Should-Retry") + "' with " + answer.counts());
        }
        if (!isWhole && answer.succeeded() + answer.unconfirmed() > 0) {
            breaches.add("Status " + answer.status() + " hides " + answer.counts());
        }
    }

    /** Results that show their input's mark must stand in the order of the inputs. */
    private static void order(Batch batch, Answered answer, List<String> breaches) {
        List<JsonObject> results = answer.results();
        if (answer.count("Unpaired") != 0
                || results.size() != answer.succeeded()
                || batch.path().contains("associations")) {
            return;
        }
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (answer.ended(i) == Ended.SUCCEEDED) {
                String mark = markOf(results.get(next++));
                if (!mark.equals(batch.marks().get(i))) {
                    breaches.add("input " + i + " has the result of " + mark);
                }
            }
        }
    }
}
