package dev.batchgateway.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built.
 *
 * @param version as in the project's file
 * @param commit the commit it was built from, in hexadecimal, with {@code -dirty} behind it when files had been changed
 *     since; {@code unknown} where there was no git
 */
public record Build(String version, String commit) {
    private static final String FILE = "build.properties";

    /** Of this program, as its build wrote it down. */
    static Build ofThisProgram() {
        try (InputStream file = Build.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing: it is written by the build");
            }
            Properties properties = new Properties();
            properties.load(file);
            boolean isDirty = Boolean.parseBoolean(properties.getProperty("dirty"));
            return new Build(
                    properties.getProperty("version"), properties.getProperty("commit") + (isDirty ? "-dirty" : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
