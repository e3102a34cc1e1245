package dev.batchgateway;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Converters;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses of Redis before Quarkus does, which shows the whole value, the password with it, when it cannot
 * read it, and goes on without Redis when it names another value that is not there. Named in {@code META-INF/services}:
 * all this is before the program has its first object.
 */
@Priority(Priorities.APPLICATION)
public final class RedisHostsGuard implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;

    private static final String REDIS = "quarkus.redis.";
    /** Of any client, and of one address of a list. */
    private static final Pattern HOSTS = Pattern.compile("(.+\\.)?hosts(\\[\\d+])?");

    /** What the client of Redis reads; of another one it shows what stands before the first colon. */
    private static final List<String> SCHEMES = List.of("redis", "rediss", "unix");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value != null
                && name.startsWith(REDIS)
                && HOSTS.matcher(name.substring(REDIS.length())).matches()) {
            fault(value).ifPresent(fault -> {
                throw new IllegalArgumentException(name + " must be redis://:password@host:port or a list of such, with"
                        + " blanks and the like as URIs have them (%20). Its value, which is not shown, is none: "
                        + fault);
            });
        }
        return value;
    }

    /** In words that show nothing of it. */
    private static Optional<String> fault(ConfigValue hosts) {
        if (hosts.hasProblems()) {
            return Optional.of("it names another value, ${...}, that is not there");
        }
        try {
            // A list is taken apart as it will be.
            List<URI> addresses = Converters.newCollectionConverter(URI::create, ArrayList::new)
                    .convert(Objects.requireNonNullElse(hosts.getValue(), ""));
            return addresses == null || addresses.stream().allMatch(RedisHostsGuard::isRead)
                    ? Optional.empty()
                    : Optional.of("it begins with none of " + SCHEMES);
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    e.getCause() instanceof URISyntaxException uri
                            ? uri.getReason() + " at index " + uri.getIndex()
                            : "it cannot be read");
        }
    }

    private static boolean isRead(URI address) {
        String scheme = address.getScheme();
        return scheme != null && SCHEMES.contains(scheme);
    }
}
