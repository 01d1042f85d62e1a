package dev.bulla.cli.frame;

/** Ctrl-C during work that has something to clean up: bars, half-sent uploads, temporary files. */
public interface Interrupts {
    /** Nobody interrupts. */
    Interrupts NONE = new Interrupts() {
        @Override
        public void watch() {}

        @Override
        public boolean happened() {
            return false;
        }
    };

    /** From now on an interrupt of the process interrupts the calling thread, which then has two seconds to clean up. */
    void watch();

    /** True once the process was interrupted. */
    boolean happened();
}
