package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetSocketAddress;
import java.util.Iterator;

/**
 * Sees to it that every connection a server takes in is counted in the {@link ConnectionRoom} and has {@link BoundedHeads},
 * from its first byte on. Vert.x has no place for that: it stands in the pipeline of the server's own channel, where new
 * connections come by. Each server's channel has one of its own: one that is marked as shared would be written anew by the
 * build, and its place in the program would depend on the folder it was built in.
 */
public final class Arrivals extends ChannelInboundHandlerAdapter {
    private static final String NAME = "arrivals";

    private final ConnectionRoom room;
    private final HttpServerOptions options;

    Arrivals(ConnectionRoom room, HttpServerOptions options) {
        this.room = room;
        this.options = options;
    }

    /**
     * Counts what comes to the server with {@code options} from soon after now on; to be called when it has just been
     * opened. From any thread.
     *
     * @param acceptors the event loops that take connections in
     */
    public static void count(Iterable<EventExecutor> acceptors, HttpServerOptions options, ConnectionRoom room) {
        for (EventExecutor acceptor : acceptors) {
            if (acceptor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> standAt(loop, room, options));
            }
        }
    }

    private static void standAt(SingleThreadEventLoop loop, ConnectionRoom room, HttpServerOptions options) {
        for (Iterator<Channel> all = loop.registeredChannelsIterator(); all.hasNext(); ) {
            Channel server = all.next();
            if (server instanceof ServerChannel
                    && isAt(options.getPort(), server)
                    && server.pipeline().get(NAME) == null) {
                server.pipeline().addFirst(NAME, new Arrivals(room, options));
            }
        }
    }

    /** A server that was given any free port does not know which; only tests have such ones. */
    private static boolean isAt(int port, Channel server) {
        return port <= 0 || (server.localAddress() instanceof InetSocketAddress address && address.getPort() == port);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
        if (connection instanceof Channel channel) {
            FirstBytes.waitAt(channel.pipeline(), ConnectionShare.open(room, channel), options);
        }
        context.fireChannelRead(connection);
    }
}
