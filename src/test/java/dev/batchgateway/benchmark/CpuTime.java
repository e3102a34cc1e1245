package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * CPU time of a process as Linux counts it, of all its threads.
 *
 * @param userMicros in its own code
 * @param systemMicros in the kernel on its behalf
 */
record CpuTime(long userMicros, long systemMicros) {
    static final CpuTime NONE = new CpuTime(0, 0);
    /** Linux' USER_HZ is 100 on every platform that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    /** That of the process {@code pid} so far. */
    static CpuTime of(long pid) {
        try {
            return read(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of those threads of the process {@code pid} whose names match {@code names}, and which are there still. */
    static CpuTime ofThreads(long pid, Pattern names) {
        CpuTime sum = NONE;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                String stat = statOf(thread);
                if (names.matcher(stat.substring(stat.indexOf('(') + 1)).lookingAt()) {
                    sum = sum.plus(read(stat));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static String statOf(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The name, in parentheses, may hold blanks; behind it utime and stime are the 12th and 13th field. */
    private static CpuTime read(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new CpuTime(Long.parseLong(fields[11]) * MICROS_PER_TICK, Long.parseLong(fields[12]) * MICROS_PER_TICK);
    }

    CpuTime plus(CpuTime other) {
        return new CpuTime(userMicros + other.userMicros, systemMicros + other.systemMicros);
    }

    CpuTime minus(CpuTime other) {
        return new CpuTime(userMicros - other.userMicros, systemMicros - other.systemMicros);
    }

    long micros() {
        return userMicros + systemMicros;
    }
}
