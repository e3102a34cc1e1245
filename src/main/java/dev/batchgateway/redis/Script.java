package dev.batchgateway.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script that Redis runs: its text, and the digest by which Redis knows it once it has it. */
final class Script {
    private final String text;
    private final String digest;

    Script(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    /** A script of this program. */
    static Script load(String resource) {
        return new Script(text(resource));
    }

    /** The text of a script of this program. */
    static String text(String resource) {
        try (InputStream script = Script.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException("The program lacks its resource " + resource);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls it by its digest, which is what Redis usually has; the arguments are to follow. */
    Request byDigest() {
        return Request.cmd(Command.EVALSHA).arg(digest);
    }

    /** Calls it whole, for a Redis that does not have it yet, or no more; the arguments are to follow. */
    Request whole() {
        return Request.cmd(Command.EVAL).arg(text);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
