package dev.bulla.bench;

/** The smallest program. */
final class Nothing {
    private Nothing() {}

    public static void main(String... words) {}
}
