package dev.batchgateway.issuer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An issuer that is asked, and answers when the test says so. */
final class Asked implements KeySource {
    private final List<CompletableFuture<KeySet>> questions = new ArrayList<>();

    @Override
    public CompletionStage<KeySet> fetch() {
        CompletableFuture<KeySet> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }

    /** How often it was asked. */
    int count() {
        return questions.size();
    }

    /** Answers the last question. */
    void answer(KeySet keys) {
        if (!last().complete(keys)) {
            throw new IllegalStateException("Nothing is asked");
        }
    }

    /** Does not. */
    void fail(String why) {
        if (!last().completeExceptionally(new IllegalStateException(why))) {
            throw new IllegalStateException("Nothing is asked");
        }
    }

    private CompletableFuture<KeySet> last() {
        return questions.get(questions.size() - 1);
    }
}
