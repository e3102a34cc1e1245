package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InPortionsTest {
    private final List<Integer> portions = new ArrayList<>();
    private int most = Integer.MAX_VALUE;
    private final EmbeddedChannel connection =
            new EmbeddedChannel(Http2FrameCodecBuilder.forServer().build());

    InPortionsTest() {
        InPortions.in(connection.pipeline());
        InPortions.in(connection.pipeline());
        String reader = connection.pipeline().context(Http2FrameCodec.class).name();
        connection.pipeline().addBefore(reader, "seeing", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                portions.add(bytes.readableBytes());
                bytes.release();
                if (portions.size() == most) {
                    ChannelFuture unused = context.close();
                }
            }
        });
    }

    @Test
    void whatIsReadAtOnceIsHandedOnPieceByPiece() {
        ByteBuf bytes = Unpooled.buffer().writeZero(2 * InPortions.LENGTH + 1);

        connection.writeInbound(bytes);

        assertEquals(List.of(InPortions.LENGTH, InPortions.LENGTH, 1), portions);
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void littleIsHandedOnAsItIs() {
        connection.writeInbound(Unpooled.buffer().writeZero(InPortions.LENGTH));

        assertEquals(List.of(InPortions.LENGTH), portions);
    }

    @Test
    void nothingIsHandedOnOfAConnectionThatHasEnded() {
        most = 1;
        ByteBuf bytes = Unpooled.buffer().writeZero(2 * InPortions.LENGTH + 1);

        connection.writeInbound(bytes);

        assertEquals(List.of(InPortions.LENGTH), portions);
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void aConnectionOfHttp11IsLeftAsItIs() {
        EmbeddedChannel other = new EmbeddedChannel();

        InPortions.in(other.pipeline());

        assertNull(other.pipeline().get(InPortions.class));
    }
}
