package dev.batchgateway.tracing;

import dev.batchgateway.batch.Target;

/** The path of a batch as the interface's description writes it: there are as many as routes, whatever callers write. */
final class RouteTemplate {
    private static final int VERSION = 3;

    private RouteTemplate() {}

    /** The template of {@code target}'s path, {@code /crm/v3/objects/{objectType}/batch/create} for example. */
    static String of(Target target) {
        // "", "crm", then "v3" and the family, or the family and the version.
        String[] segments = target.path().split("/", VERSION + 2);
        boolean isDated = !segments[VERSION].startsWith("v") && !segments[2].startsWith("v");
        boolean isAssociation = target.operation().isAssociation();
        String version = isAssociation ? "{date}" : "{version}";
        return "/crm/" + segments[2] + "/" + (isDated ? version : segments[VERSION])
                + (isAssociation ? "/{fromObjectType}/{toObjectType}" : "/{objectType}")
                + "/batch/" + target.operation().path();
    }
}
