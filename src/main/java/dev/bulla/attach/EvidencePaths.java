package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.EvidenceAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The target paths of evidence about one artifact (CNAB-Sec 301; intoto.md 11.1). Where the artifact has no name, the paths
 * begin at the folder: then they are no target paths, and file names only.
 *
 * @param base the artifact's name without its tag and with {@code /} at the end, or empty
 */
public record EvidencePaths(String base) {
    /** As many digits of a key id as file names carry. */
    public static final int KEY_DIGITS = 8;

    private static final String METADATA = "in-toto-metadata/";

    private static final String KEYS = "in-toto-pubkeys/";

    /** The paths of an artifact without a name. */
    public static EvidencePaths nameless() {
        return new EvidencePaths("");
    }

    /** The paths of the artifact {@code host/ns/bundle:tag}. */
    public static EvidencePaths of(String name) {
        int colon = name.lastIndexOf(':');
        String repository = colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
        return new EvidencePaths(repository + "/");
    }

    /** The path of a layout; {@code file} is {@code root.layout} unless there are several. */
    public String layout(String file) {
        return base + METADATA + file;
    }

    /** The path of an owner's public key. */
    public String key(String file) {
        return base + KEYS + file;
    }

    /** The folder of the links about one content: all paths of its links begin so. */
    public String links(String contentSha256) {
        return base + METADATA + contentSha256 + "/";
    }

    /** The path of a link as it is written: with eight digits of the key id. */
    public String link(String contentSha256, EvidenceAddress address) {
        return links(contentSha256) + parents(address) + brief(address.step(), address.keyId()) + ".link";
    }

    /**
     * The paths under which a link may be listed, the likeliest first: with eight digits of its key id or all of them, in
     * either order (301's text and its listing differ).
     */
    public Set<String> linkCandidates(String contentSha256, EvidenceAddress address) {
        String folder = links(contentSha256) + parents(address);
        String full = address.keyId().value();
        Set<String> paths = new LinkedHashSet<>();
        for (String keyId : List.of(digits(address.keyId()), full)) {
            paths.add(folder + address.step() + "." + keyId + ".link");
        }
        for (String keyId : List.of(digits(address.keyId()), full)) {
            paths.add(folder + keyId + "." + address.step() + ".link");
        }
        return paths;
    }

    /** {@code STEP.KEYID8}. */
    public static String brief(String step, KeyId keyId) {
        return step + "." + digits(keyId);
    }

    /** The digits of a key id that file names carry. */
    public static String digits(KeyId keyId) {
        return keyId.value().length() <= KEY_DIGITS
                ? keyId.value()
                : keyId.value().substring(0, KEY_DIGITS);
    }

    private static String parents(EvidenceAddress address) {
        StringBuilder folders = new StringBuilder();
        address.parents()
                .forEach(parent ->
                        folders.append(brief(parent.step(), parent.keyId())).append('/'));
        return folders.toString();
    }
}
