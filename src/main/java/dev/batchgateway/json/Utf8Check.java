package dev.batchgateway.json;

/**
 * Well-formed UTF-8 (Unicode 15, table 3-7), one byte at a time: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */
final class Utf8Check {
    private int left;
    private int lowest;
    private int highest;

    /** Starts a character of more than one byte; false when {@code b} cannot start one. */
    boolean lead(byte b) {
        int lead = b & 0xFF;
        left = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return lead >= 0xC2 && lead <= 0xF4;
    }

    /** Goes on with the character; false when {@code b} cannot be its next byte. */
    boolean tail(byte b) {
        int tail = b & 0xFF;
        boolean fits = tail >= lowest && tail <= highest;
        lowest = 0x80;
        highest = 0xBF;
        left--;
        return fits;
    }

    boolean isComplete() {
        return left == 0;
    }
}
