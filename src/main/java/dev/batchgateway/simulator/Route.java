package dev.batchgateway.simulator;

import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a method and a path ask for: one of HubSpot's batch paths (API-FACTS 1.1), a few single-record ones, or
 * {@link HubSpotOperation#OTHER}.
 *
 * @param version {@code v3}, {@code v4} or a date such as {@code 2026-03}; empty if the operation is OTHER
 * @param names the path's variable parts: the object type and perhaps an id, or the types from and to
 */
record Route(HubSpotOperation operation, String version, List<String> names) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-beta)?");
    private static final Route OTHER = new Route(HubSpotOperation.OTHER, "", List.of());

    static Route of(HttpMethod method, @Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            return OTHER;
        }
        List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
        if (parts.size() < 4 || !parts.get(0).equals("crm")) {
            return OTHER;
        }
        boolean versionFirst = parts.get(1).equals("v3") || parts.get(1).equals("v4");
        String family = parts.get(versionFirst ? 2 : 1);
        String version = parts.get(versionFirst ? 1 : 2);
        List<String> rest = parts.subList(3, parts.size());
        boolean post = method.equals(HttpMethod.POST);
        boolean get = method.equals(HttpMethod.GET);
        boolean dated = DATE.matcher(version).matches();
        boolean v3 = version.equals("v3");
        if (family.equals("objects") && (dated || v3)) {
            return object(post, get, version, rest);
        }
        if (family.equals("associations") && post && (dated || versionFirst)) {
            return association(version, rest);
        }
        if (family.equals("properties") && get && (dated || v3) && rest.size() == 1) {
            return new Route(HubSpotOperation.PROPERTIES, version, rest);
        }
        return OTHER;
    }

    private static Route object(boolean post, boolean get, String version, List<String> rest) {
        HubSpotOperation operation = HubSpotOperation.OTHER;
        if (post && rest.size() == 3 && rest.get(1).equals("batch")) {
            operation = HubSpotOperation.ofKey("objects." + rest.get(2)).orElse(operation);
        } else if (post && rest.size() == 2 && rest.get(1).equals("search")) {
            operation = HubSpotOperation.SEARCH;
        } else if (post && rest.size() == 1) {
            operation = HubSpotOperation.OBJECT_CREATE;
        } else if (get && rest.size() == 2) {
            operation = HubSpotOperation.OBJECT_READ;
        }
        return operation == HubSpotOperation.OTHER ? OTHER : new Route(operation, version, rest);
    }

    private static Route association(String version, List<String> rest) {
        if (rest.size() < 4 || !rest.get(2).equals("batch")) {
            return OTHER;
        }
        boolean v3 = version.equals("v3");
        String name = String.join("/", rest.subList(3, rest.size()));
        HubSpotOperation operation =
                switch (name) {
                    case "create" -> HubSpotOperation.ASSOCIATIONS_CREATE;
                    case "read" -> HubSpotOperation.ASSOCIATIONS_READ;
                    case "archive" -> HubSpotOperation.ASSOCIATIONS_ARCHIVE;
                    case "associate/default" -> v3 ? HubSpotOperation.OTHER : HubSpotOperation.ASSOCIATIONS_DEFAULT;
                    case "labels/archive" -> v3 ? HubSpotOperation.OTHER : HubSpotOperation.ASSOCIATIONS_LABELS_ARCHIVE;
                    default -> HubSpotOperation.OTHER;
                };
        return operation == HubSpotOperation.OTHER ? OTHER : new Route(operation, version, rest.subList(0, 2));
    }

    boolean isV3() {
        return version.equals("v3");
    }

    boolean isDated() {
        return !version.isEmpty() && version.charAt(0) != 'v';
    }
}
