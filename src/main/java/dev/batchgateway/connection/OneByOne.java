package dev.batchgateway.connection;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of an HTTP/1.1 connection through to Vert.x one by one. A pipelined one waits here until the answer
 * before it is out, and until its caller has taken so much of it that the connection has room again.
 *
 * <p>Vert.x (4.5) itself takes in as many as come, walks past all of them for each one more, and answers on and on to
 * who reads nothing. And when a connection ends in the middle of a request that waits behind another, it fails over the
 * one that has no answer yet and tells nobody: neither the one that is served nor whoever counts connections.
 *
 * <p>What waits is bounded: when it is more than {@value #MOST} bytes the connection is not read, and when so many small
 * ones have come at once that they are more than {@value #TOO_MUCH} it is cut. While a connection is read, it is seen
 * when its caller hangs up. What waits then is dropped; nobody could take its answer.
 */
public final class OneByOne extends ChannelDuplexHandler {
    /** About what may wait while the connection is read, in bytes. */
    static final int MOST = 64 * 1024;
    /** About what may wait at all: Netty reads up to 64 KiB at once, and small heads take more when taken apart. */
    static final int TOO_MUCH = 1024 * 1024;

    private static final String NAME = "one-by-one";
    /** About what one message takes beside its bytes. */
    private static final int MESSAGE = 128;

    private final @Nullable ConnectionShare share;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long waitingBytes;
    /** A request has gone through, and its answer is not out. */
    private boolean isAnswerDue = true;
    /** The end of the body of the last one that went through has not come. */
    private boolean isBodyDue = true;
    /** The connection ends with its answer. */
    private boolean isLast;
    /** Whatever comes now comes behind the last request. */
    private boolean isOver;
    /** We have stopped the reading, and nobody else had. */
    private boolean isResting;

    private boolean isPlanned;
    /** The connection was ended here. */
    private boolean isCut;

    /**
     * @param isLast whether the connection ends with the answer to the request that has gone through before
     * @param share of the connection, where what waits is counted; null where connections are not
     */
    OneByOne(boolean isLast, @Nullable ConnectionShare share) {
        this.isLast = isLast;
        this.share = share;
    }

    /**
     * From {@code request} on, the first of its connection, of which nothing but the head must have been taken in. Does
     * nothing for the following ones, nor for HTTP/2, whose streams are bounded in number. On the request's event loop.
     */
    public static void from(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            ChannelHandlerContext vertx = connection.channelHandlerContext();
            ChannelPipeline pipeline = vertx.pipeline();
            if (pipeline.get(NAME) == null) {
                pipeline.addBefore(vertx.name(), NAME, new OneByOne(isLast(request), ConnectionShare.of(request)));
            }
        }
    }

    private static boolean isLast(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0
                ? !request.headers().contains("Connection", "keep-alive", true)
                : request.headers().contains("Connection", "close", true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isCut) {
            ReferenceCountUtil.release(message);
        } else if (waiting.isEmpty() && !mustWait(context, message)) {
            letThrough(context, message);
        } else {
            keep(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelFuture unused = context.write(message, promise);
        if (message instanceof LastHttpContent && !isInformational(message)) {
            isAnswerDue = false;
            forgetIfOver();
            plan(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        plan(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private boolean mustWait(ChannelHandlerContext context, Object message) {
        return message instanceof HttpRequest
                && !isLast
                && (isAnswerDue || !context.channel().isWritable());
    }

    private void letThrough(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            isOver |= isLast;
            isAnswerDue = true;
            isBodyDue = true;
            isLast |= !HttpUtil.isKeepAlive(request);
        }
        if (message instanceof LastHttpContent) {
            isBodyDue = false;
            forgetIfOver();
        }
        if (isOver) {
            // Vert.x would ignore it as well, but not release it.
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Nothing of the request is held when both have ended, however that came about. */
    private void forgetIfOver() {
        if (!isAnswerDue && !isBodyDue && share != null) {
            share.requests.clear();
        }
    }

    private void keep(ChannelHandlerContext context, Object message) {
        waiting.add(message);
        if (!count(bytes(message)) && share != null) {
            share.hangUp();
            cut();
        } else if (waitingBytes > TOO_MUCH) {
            HangUp.now(context.channel());
            cut();
        } else {
            restIfFull(context);
        }
    }

    /** At once: Netty removes what stands at closed connections only when it has read from all others. */
    private void cut() {
        isCut = true;
        drop();
    }

    private void drop() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        count(-waitingBytes);
    }

    /** Whether there is room for that. */
    private boolean count(long more) {
        waitingBytes += more;
        return share == null || share.waiting.set(waitingBytes);
    }

    private void restIfFull(ChannelHandlerContext context) {
        // Vert.x stops the reading by itself, and goes on by itself, while a body is not taken.
        if (waitingBytes > MOST && context.channel().config().isAutoRead()) {
            isResting = true;
            context.channel().config().setAutoRead(false);
        }
    }

    /** Not at once: Vert.x has written the end of an answer before it is done with it. */
    private void plan(ChannelHandlerContext context) {
        if (!waiting.isEmpty() && !isPlanned) {
            isPlanned = true;
            context.executor().execute(() -> goOn(context));
        }
    }

    private void goOn(ChannelHandlerContext context) {
        isPlanned = false;
        if (waiting.isEmpty() || !context.channel().isActive()) {
            return;
        }
        if (isResting) {
            // Before Vert.x gets more: if it stops the reading then, that must stand.
            isResting = false;
            context.channel().config().setAutoRead(true);
        }
        while (!waiting.isEmpty() && !mustWait(context, waiting.element())) {
            Object message = waiting.remove();
            count(-bytes(message));
            letThrough(context, message);
        }
        restIfFull(context);
        context.fireChannelReadComplete();
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** About what it takes. The same before it has gone through, whenever it is asked. */
    private static long bytes(Object message) {
        long bytes = MESSAGE;
        if (message instanceof HttpRequest request) {
            bytes += request.uri().length() + BoundedHeads.FIELD;
            for (Map.Entry<String, String> header : request.headers()) {
                bytes += BoundedHeads.FIELD
                        + header.getKey().length()
                        + header.getValue().length();
            }
        }
        if (message instanceof ByteBufHolder holder) {
            bytes += holder.content().readableBytes();
        }
        return bytes;
    }
}
