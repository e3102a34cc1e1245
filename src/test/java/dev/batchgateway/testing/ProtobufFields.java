package dev.batchgateway.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The fields of a protobuf message, told by their numbers (Protocol Buffers, <i>Encoding</i>). */
final class ProtobufFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /** A field's number, and what it is: a number, or bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Field(int number, long value, byte[] bytes) {}

    private final List<Field> fields = new ArrayList<>();

    ProtobufFields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            int number = key >>> 3;
            switch (key & 7) {
                case VARINT -> fields.add(new Field(number, varint(in), new byte[0]));
                case FIXED_64 -> fields.add(new Field(number, in.getLong(), new byte[0]));
                case FIXED_32 -> fields.add(new Field(number, in.getInt(), new byte[0]));
                case BYTES -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(number, 0, bytes));
                }
                default -> throw new IllegalArgumentException("No protobuf: wire type " + (key & 7));
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The messages in the fields of that number. */
    List<ProtobufFields> messages(int number) {
        return all(number).stream().map(ProtobufFields::new).toList();
    }

    /** The text in the field of that number; empty without one. */
    String text(int number) {
        return new String(last(number), StandardCharsets.UTF_8);
    }

    /** Its bytes in hexadecimal; empty without one. */
    String hex(int number) {
        return HexFormat.of().formatHex(last(number));
    }

    /** The number in it; 0 without one. */
    long number(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .mapToLong(Field::value)
                .findFirst()
                .orElse(0);
    }

    boolean has(int number) {
        return fields.stream().anyMatch(field -> field.number == number);
    }

    private byte[] last(int number) {
        List<byte[]> all = all(number);
        return all.isEmpty() ? new byte[0] : all.get(all.size() - 1);
    }

    private List<byte[]> all(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .map(Field::bytes)
                .toList();
    }
}
