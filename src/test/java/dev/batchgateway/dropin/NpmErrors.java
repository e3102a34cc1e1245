package dev.batchgateway.dropin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What npm says when it could not install something: whether there was no way to its registry, or anything else is wrong. */
final class NpmErrors {
    private static final Pattern CODE = Pattern.compile("(?m)^npm (?:error|ERR!) code (\\S+)");
    /** Node's own for the network, and the registry's answers of a machine that has none. */
    private static final Pattern NETWORK = Pattern.compile(
            "ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|ECONNRESET|ECONNABORTED"
                    + "|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOTCACHED|E403|E407|E5\\d\\d"
                    + "|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_HAS_EXPIRED");

    /** Which package it is that a registry has not, in npm's older and newer words; any other 404 is something else's. */
    private static final Pattern LACKING = Pattern.compile("(?m)^npm (?:error|ERR!) 404 +(?:The requested resource )?"
            + "'[^']+@[^']+' (?:is not in this registry|could not be found)");

    private NpmErrors() {}

    /**
     * Whether it is the network's, or a registry's that has not the package. A lock file that does not fit, or a package that
     * is not what the lock says, is not.
     */
    static boolean areOfTheNetwork(String errors) {
        Matcher code = CODE.matcher(errors);
        if (!code.find()) {
            return false;
        }
        return code.group(1).equals("E404")
                ? LACKING.matcher(errors).find()
                : NETWORK.matcher(code.group(1)).matches();
    }
}
