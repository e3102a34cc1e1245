package dev.batchgateway.batch;

import org.jspecify.annotations.Nullable;

/**
 * Where a batch goes: HubSpot's own path in the version the caller used.
 *
 * @param operation what is asked
 * @param path the raw path of HubSpot's batch call, as the caller wrote it
 * @param query the raw query string without its question mark, null when there is none
 * @param type the object type, or the two types of an association joined by a slash; as the caller wrote them
 */
public record Target(
        Operation operation, String path, @Nullable String query, String type) {
    /** Of which of HubSpot's families of paths it is. */
    public Family family() {
        return Family.of(path);
    }

    /** Path and query as they go on the request line. */
    public String uri() {
        return query == null ? path : path + "?" + query;
    }
}
