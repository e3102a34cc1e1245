package dev.batchgateway.edge;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which raw path is which batch: the families of DESIGN section 3, in the versions HubSpot has. A path with dot
 * segments, empty segments, or an encoded slash, backslash or control character is refused before anything else, so
 * that HubSpot never resolves to something else what was checked here.
 */
final class Routes {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]+");
    /** A dated version such as 2026-03 or 2026-09-beta (API-FACTS 7). */
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-[a-z]+)?");
    /** What must not stand in a path in any form; {@code %2e} is checked with the dots. */
    private static final Pattern UNSAFE = Pattern.compile(
            "[\\\\\\x00-\\x20\\x7f-\\x{10ffff}]|%(?![0-9a-fA-F]{2})|%(2f|5c|0[0-9a-f]|1[0-9a-f]|7f)",
            Pattern.CASE_INSENSITIVE);

    private static final List<Operation> OBJECTS = List.of(
            Operation.OBJECT_CREATE,
            Operation.OBJECT_READ,
            Operation.OBJECT_UPDATE,
            Operation.OBJECT_UPSERT,
            Operation.OBJECT_ARCHIVE);
    private static final List<Operation> ASSOCIATIONS_V3 =
            List.of(Operation.ASSOCIATION_CREATE, Operation.ASSOCIATION_READ, Operation.ASSOCIATION_ARCHIVE);
    private static final List<Operation> ASSOCIATIONS_V4 = List.of(
            Operation.ASSOCIATION_CREATE,
            Operation.ASSOCIATION_READ,
            Operation.ASSOCIATION_ARCHIVE,
            Operation.ASSOCIATION_DEFAULT,
            Operation.ASSOCIATION_LABELS_ARCHIVE);

    /** Where a family's types and operation stand in its path, and which operations it has. */
    private record Family(int types, int firstType, List<Operation> operations) {}

    private Routes() {}

    /**
     * The batch a path stands for; null when it is some other path of HubSpot.
     *
     * @param path the raw path, without its query
     * @param query the raw query, null when there is none
     * @throws Refusal when the path must not be forwarded, or an object type is none
     */
    static @Nullable Target target(String path, @Nullable String query) {
        String[] segments = checked(path);
        checkUri(query == null ? path : path + "?" + query);
        Family family = family(segments);
        if (family == null || segments.length < family.firstType + family.types + 2) {
            return null;
        }
        int batch = family.firstType + family.types;
        if (!segments[batch].equals("batch")) {
            return null;
        }
        String end = String.join("/", Arrays.asList(segments).subList(batch + 1, segments.length));
        for (Operation operation : family.operations) {
            if (operation.path().equals(end)) {
                return new Target(operation, withoutLastSlash(path), query, types(segments, family));
            }
        }
        return null;
    }

    private static @Nullable Family family(String[] s) {
        if (s.length < 6 || !s[0].equals("crm")) {
            return null;
        }
        if (s[1].equals("v3") && s[2].equals("objects")) {
            return new Family(1, 3, OBJECTS);
        }
        if (s[1].equals("objects") && (s[2].equals("v3") || isDate(s[2]))) {
            return new Family(1, 3, OBJECTS);
        }
        if (s[1].equals("v3") && s[2].equals("associations")) {
            return new Family(2, 3, ASSOCIATIONS_V3);
        }
        if ((s[1].equals("v4") && s[2].equals("associations")) || (s[1].equals("associations") && isDate(s[2]))) {
            return new Family(2, 3, ASSOCIATIONS_V4);
        }
        return null;
    }

    private static boolean isDate(String segment) {
        return DATE.matcher(segment).matches();
    }

    private static String types(String[] segments, Family family) {
        StringBuilder types = new StringBuilder();
        for (int i = family.firstType; i < family.firstType + family.types; i++) {
            if (!TYPE.matcher(segments[i]).matches()) {
                throw Refusal.badRequest("An object type is made of letters, digits, '_' and '-' only")
                        .with("objectType", segments[i]);
            }
            types.append(types.isEmpty() ? "" : "/").append(segments[i]);
        }
        return types.toString();
    }

    private static String[] checked(String path) {
        if (!path.startsWith("/") || UNSAFE.matcher(path).find()) {
            throw Refusal.badRequest("The path holds a character or an encoded slash that is not forwarded");
        }
        String[] segments = withoutLastSlash(path).substring(1).split("/", -1);
        for (String segment : segments) {
            String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            int parameters = plain.indexOf(';');
            String name = parameters < 0 ? plain : plain.substring(0, parameters);
            if (name.equals(".") || name.equals("..") || (name.isEmpty() && segments.length > 1)) {
                throw Refusal.badRequest("The path holds a dot segment or an empty one, which are not forwarded");
            }
        }
        return segments;
    }

    /** HubSpot's address is put together with it, so it must be one (RFC 3986). */
    private static void checkUri(String uri) {
        try {
            new URI(uri);
        } catch (URISyntaxException e) {
            throw Refusal.badRequest("The path or its query holds a character that must be percent-encoded");
        }
    }

    private static String withoutLastSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
