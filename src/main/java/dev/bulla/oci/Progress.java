package dev.bulla.oci;

/**
 * Hears how a transfer goes. Whoever moves content calls it and knows no terminal; calls may come from several threads at
 * once and must return quickly.
 */
public interface Progress {
    /** Hears nothing. */
    Progress NONE = new Progress() {};

    /** More work was found: so many further objects with so many bytes. May be called several times. */
    default void onStarted(int objects, long bytes) {}

    /** So many further bytes were moved. */
    default void onBytes(long count) {}

    /** The object is there already; nothing was moved. */
    default void onSkipped(Descriptor object) {}

    /** The place took the object over from another of its repositories; nothing was moved. */
    default void onMounted(Descriptor object) {}

    /** The object was moved and checked. */
    default void onDone(Descriptor object) {}

    /** {@code content} that tells this listener about its bytes while it is read. */
    default Content watching(Content content) {
        return () -> new CountingStream(content.open(), this);
    }
}
