package dev.bulla.layout;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What the headers before a member's own say of it: its long name, its size, and whether it is sparse (POSIX pax, GNU tar).
 *
 * @param name the name, if it is given here
 * @param size the size of the data, if it is given here
 * @param sparse true when pax keywords of GNU tar say so
 */
record TarExtension(Optional<String> name, Optional<Long> size, boolean sparse) {
    /** Nothing said. */
    static final TarExtension NONE = new TarExtension(Optional.empty(), Optional.empty(), false);

    /** True for a header that belongs to the member after it, or to all after it. */
    static boolean isExtension(TarArchiveEntry header) {
        return switch (header.getLinkFlag()) {
            case TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                    TarConstants.LF_PAX_EXTENDED_HEADER_UC,
                    TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER,
                    TarConstants.LF_GNUTYPE_LONGNAME,
                    TarConstants.LF_GNUTYPE_LONGLINK -> true;
            default -> false;
        };
    }

    /**
     * This and what {@code header} adds.
     *
     * @param refusal makes the exception for what is not acceptable
     */
    TarExtension with(TarArchiveEntry header, byte[] content, Function<String, ? extends RuntimeException> refusal) {
        return switch (header.getLinkFlag()) {
            case TarConstants.LF_GNUTYPE_LONGNAME -> named(untilZero(content));
            case TarConstants.LF_GNUTYPE_LONGLINK -> throw refusal.apply("has a link");
            default -> {
                TarExtension more = pax(content, refusal);
                boolean global = header.getLinkFlag() == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;
                if (global && !more.equals(this)) {
                    throw refusal.apply("gives several members one name or size");
                }
                yield more;
            }
        };
    }

    private static String untilZero(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        return new String(content, 0, end, StandardCharsets.UTF_8);
    }

    private TarExtension named(String text) {
        return new TarExtension(Optional.of(text), size, sparse);
    }

    /** Records of the form {@code "<length> <keyword>=<value>\n"}; lengths count bytes. */
    private TarExtension pax(byte[] bytes, Function<String, ? extends RuntimeException> refusal) {
        TarExtension said = this;
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int space = at;
            int length = 0;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && length < bytes.length) {
                length = length * 10 + bytes[space++] - '0';
            }
            boolean whole = space < bytes.length
                    && bytes[space] == ' '
                    && length > space - at + 1
                    && length <= bytes.length - at
                    && bytes[at + length - 1] == '\n';
            if (!whole) {
                throw refusal.apply("has an extended header that cannot be read");
            }
            String entry = new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            said = said.record(entry, refusal);
            at += length;
        }
        return said;
    }

    private TarExtension record(String entry, Function<String, ? extends RuntimeException> refusal) {
        int equals = entry.indexOf('=');
        String keyword = equals < 0 ? "" : entry.substring(0, equals);
        String value = entry.substring(equals + 1);
        return switch (keyword) {
            case "" -> throw refusal.apply("has an extended header that cannot be read");
            case "path" -> sparse && name.isPresent() ? this : named(value);
            case "GNU.sparse.name" -> new TarExtension(Optional.of(value), size, true);
            case "size" -> {
                if (!value.matches("[0-9]{1,18}")) {
                    throw refusal.apply("has a member of impossible size");
                }
                yield new TarExtension(name, Optional.of(Long.parseLong(value)), sparse);
            }
            default -> keyword.startsWith("GNU.sparse.") ? new TarExtension(name, size, true) : this;
        };
    }
}
