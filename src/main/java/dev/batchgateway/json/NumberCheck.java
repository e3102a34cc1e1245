package dev.batchgateway.json;

/** The grammar of a JSON number, one byte at a time; of any length, because its digits are never computed with. */
final class NumberCheck {
    private enum State {
        SIGN,
        ZERO,
        DIGITS,
        POINT,
        FRACTION,
        E,
        E_SIGN,
        EXPONENT
    }

    private State state = State.SIGN;

    /** Starts a number; false when {@code b} cannot. */
    boolean start(byte b) {
        state = b == '-' ? State.SIGN : b == '0' ? State.ZERO : State.DIGITS;
        return b == '-' || isDigit(b);
    }

    /** Whether {@code b} may stand in a number at all; any other byte ends it. */
    static boolean belongs(byte b) {
        return isDigit(b) || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
    }

    /** Goes on with the number; false when {@code b} breaks it. */
    boolean next(byte b) {
        if (isDigit(b)) {
            return digit(b);
        }
        if (b == '.') {
            return move(state == State.ZERO || state == State.DIGITS, State.POINT);
        }
        if (b == 'e' || b == 'E') {
            return move(isComplete() && state != State.EXPONENT, State.E);
        }
        return move(state == State.E, State.E_SIGN);
    }

    boolean isComplete() {
        return switch (state) {
            case ZERO, DIGITS, FRACTION, EXPONENT -> true;
            case SIGN, POINT, E, E_SIGN -> false;
        };
    }

    private boolean digit(byte b) {
        return switch (state) {
            case SIGN -> move(true, b == '0' ? State.ZERO : State.DIGITS);
            case ZERO -> false;
            case DIGITS, FRACTION, EXPONENT -> true;
            case POINT -> move(true, State.FRACTION);
            case E, E_SIGN -> move(true, State.EXPONENT);
        };
    }

    private boolean move(boolean allowed, State next) {
        state = next;
        return allowed;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
