package dev.bulla.json;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value (RFC 8259). Integers are exact whatever their size; other numbers keep the text they were written in. */
public sealed interface Json {
    /** {@code null}. */
    record Null() implements Json {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** A string: a sequence of Unicode scalar values, never a lone surrogate. */
    record Text(String value) implements Json {}

    /** A number written without fraction and exponent. */
    record Whole(BigInteger value) implements Json {
        /** An integer that fits a long. */
        public static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }
    }

    /** A number with fraction or exponent, as written. Never part of a TUF or in-toto document. */
    record Real(String text) implements Json {}

    /** An array. */
    record Arr(List<Json> items) implements Json {
        /** Copies {@code items}. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** An object; members keep the order they were read in. */
    record Obj(Map<String, Json> members) implements Json {
        /** Copies {@code members}, keeping their order. */
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member of this name. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** This object with the member set; an existing member keeps its place. */
        public Obj with(String name, Json value) {
            Map<String, Json> more = new LinkedHashMap<>(members);
            more.put(name, value);
            return new Obj(more);
        }

        /** This object without the member. */
        public Obj without(String name) {
            Map<String, Json> fewer = new LinkedHashMap<>(members);
            fewer.remove(name);
            return new Obj(fewer);
        }

        /** The object without members. */
        public static Obj empty() {
            return new Obj(Map.of());
        }
    }

    /** A string value. */
    static Text text(String value) {
        return new Text(value);
    }

    /** An integer value. */
    static Whole whole(long value) {
        return Whole.of(value);
    }

    /** The word for this kind of value in messages. */
    default String kind() {
        return switch (this) {
            case Null n -> "null";
            case Bool b -> "a boolean";
            case Text t -> "a string";
            case Whole w -> "an integer";
            case Real r -> "a number with fraction or exponent";
            case Arr a -> "an array";
            case Obj o -> "an object";
        };
    }
}
