package dev.bulla.registry;

/**
 * One thing found out about a registry.
 *
 * @param name stable name, such as {@code referrers-api}
 * @param answer whether the registry does it
 * @param detail one line: what was seen
 */
public record Finding(String name, Answered answer, String detail) {
    /** Whether a registry does something. */
    public enum Answered {
        /** It does. */
        YES,
        /** It does not. */
        NO,
        /** It could not be found out; the detail says why. */
        UNKNOWN
    }

    static Finding of(String name, boolean yes, String detail) {
        return new Finding(name, yes ? Answered.YES : Answered.NO, detail);
    }

    static Finding unknown(String name, String why) {
        return new Finding(name, Answered.UNKNOWN, why);
    }
}
