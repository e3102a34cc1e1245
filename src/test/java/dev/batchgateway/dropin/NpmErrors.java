package dev.batchgateway.dropin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What npm says when it could not install something: whether there was no way to its registry, or anything else is wrong. */
final class NpmErrors {
    private static final Pattern CODE = Pattern.compile("(?m)^npm (?:error|ERR!) code (\\S+)");
    /** Node's own for the network, and the registry's answers of a machine that has none, or not these packages. */
    private static final Pattern NETWORK = Pattern.compile(
            "ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|ECONNRESET|ECONNABORTED"
                    + "|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOTCACHED|E403|E404|E407|E5\\d\\d"
                    + "|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_HAS_EXPIRED");

    private NpmErrors() {}

    /** Whether it is the network's. A lock file that does not fit, or a package that is not what the lock says, is not. */
    static boolean areOfTheNetwork(String errors) {
        Matcher code = CODE.matcher(errors);
        return code.find() && NETWORK.matcher(code.group(1)).matches();
    }
}
