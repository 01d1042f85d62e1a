package dev.bulla.cli.images;

/**
 * An image reference in a text.
 *
 * @param from where it begins, in characters
 * @param to where it ends
 * @param line its line, from 1
 * @param text the reference as it is written
 */
public record ImageReference(int from, int to, int line, String text) {
    /** True when it names a digest already. */
    public boolean isPinned() {
        return text.indexOf('@') >= 0;
    }

    /** The repository as it is written, without tag and digest. */
    public String repository() {
        String name = isPinned() ? text.substring(0, text.indexOf('@')) : text;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
