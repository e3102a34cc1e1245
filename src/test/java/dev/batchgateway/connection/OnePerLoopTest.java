package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnePerLoopTest {
    private final EventLoopGroup loops = new DefaultEventLoopGroup(3);
    private final AtomicInteger made = new AtomicInteger();
    private final OnePerLoop<Integer> ones = new OnePerLoop<>(loops, made::incrementAndGet);

    @AfterEach
    void end() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void eachEventLoopAlwaysGetsTheOneThatNoOtherGets() throws Exception {
        assertEquals(List.of(1, 2, 3), ofEach());
        assertEquals(List.of(1, 2, 3), ofEach());
        assertEquals(3, made.get());
    }

    @Test
    void anyOtherThreadGetsTheFirst() {
        assertEquals(1, ones.get());
    }

    private List<Integer> ofEach() throws Exception {
        List<Integer> each = new ArrayList<>();
        for (EventExecutor loop : loops) {
            each.add(loop.submit(ones::get).get());
        }
        return each;
    }
}
