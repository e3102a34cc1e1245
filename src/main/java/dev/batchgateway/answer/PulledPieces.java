package dev.batchgateway.answer;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Flow;

/** {@link Pieces} as a publisher for one subscriber, on one event loop: a piece is asked for when it is wanted. */
public final class PulledPieces implements Flow.Publisher<Buffer> {
    private final Pieces pieces;

    /** Publishes {@code pieces}, and closes them at the end. */
    public PulledPieces(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Buffer> subscriber) {
        subscriber.onSubscribe(new Pulling(pieces, subscriber));
    }

    private static final class Pulling implements Flow.Subscription {
        private final Pieces pieces;
        private final Flow.Subscriber<? super Buffer> subscriber;
        private long wanted;
        private boolean isAsking;
        private boolean isInside;
        private boolean isOver;

        Pulling(Pieces pieces, Flow.Subscriber<? super Buffer> subscriber) {
            this.pieces = pieces;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
            if (!isInside) {
                pull();
            }
        }

        @Override
        public void cancel() {
            over();
        }

        /** A loop, because pieces that are there at once would otherwise call each other. */
        private void pull() {
            isInside = true;
            while (wanted > 0 && !isAsking && !isOver) {
                wanted--;
                isAsking = true;
                pieces.next().subscribe().with(this::came, this::failed);
            }
            isInside = false;
        }

        private void came(Buffer piece) {
            isAsking = false;
            if (isOver) {
                return;
            }
            if (piece == null) {
                over();
                subscriber.onComplete();
                return;
            }
            subscriber.onNext(piece);
            if (!isInside) {
                pull();
            }
        }

        private void failed(Throwable failure) {
            if (!isOver) {
                over();
                subscriber.onError(failure);
            }
        }

        private void over() {
            if (!isOver) {
                isOver = true;
                pieces.close();
            }
        }
    }
}
