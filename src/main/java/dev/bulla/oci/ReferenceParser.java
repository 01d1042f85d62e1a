package dev.bulla.oci;

import dev.bulla.outcome.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of references (cli.md section 3, distribution-spec 1.1 "name"). */
final class ReferenceParser {
    private static final String GRAMMAR = "REF = host/repo:tag | host/repo@digest | oci:DIR[:TAG] | oci:FILE.tar[:TAG]";

    /** 255 characters for host and repository together, as distribution enforces. */
    private static final int MAX_NAME = 255;

    private ReferenceParser() {}

    /** Compiled at the first registry reference, not at start-up. */
    private static final class Grammar {
        static final Pattern HOST = Pattern.compile(
                "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?");
        static final Pattern REPOSITORY =
                Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    }

    static Reference parse(String text) {
        if (text.startsWith("oci:")) {
            return layout(text);
        }
        int at = text.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(digest(text.substring(at + 1), text));
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        Optional<Tag> tag = tagged ? Optional.of(tag(name.substring(colon + 1), text)) : Optional.empty();
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of(Tag.LATEST);
        }
        return new Reference(registry(tagged ? name.substring(0, colon) : name, text), tag, digest);
    }

    private static Place registry(String name, String text) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".")
                || first.contains(":")
                || first.toLowerCase(Locale.ROOT).equals("localhost");
        String host = hasHost ? first.toLowerCase(Locale.ROOT) : "docker.io";
        String repository = hasHost ? name.substring(slash + 1) : name;
        if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
            host = "docker.io";
        }
        if (host.endsWith(":443")) {
            host = host.substring(0, host.length() - 4);
        }
        if (host.equals("docker.io") && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        if (!Grammar.HOST.matcher(host).matches()) {
            throw wrong(text, "host " + quoted(host) + " is not a host name");
        }
        if (!Grammar.REPOSITORY.matcher(repository).matches() || host.length() + repository.length() >= MAX_NAME) {
            throw wrong(
                    text, quoted(repository) + " is not a repository name (lower-case letters, digits, . _ - and /)");
        }
        return new Place.RegistryPlace(host, repository);
    }

    private static Reference layout(String text) {
        String rest = text.substring("oci:".length());
        int at = rest.lastIndexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Digest.parse(rest.substring(at + 1));
        if (digest.isPresent()) {
            rest = rest.substring(0, at);
        }
        int colon = rest.lastIndexOf(':');
        Optional<Tag> tag = Optional.empty();
        if (colon >= 0 && rest.indexOf('/', colon) < 0) {
            tag = Optional.of(tag(rest.substring(colon + 1), text));
            rest = rest.substring(0, colon);
        }
        if (rest.isEmpty()) {
            throw wrong(text, "the directory or tar file is missing");
        }
        try {
            return new Reference(new Place.LayoutPlace(Path.of(rest), rest.endsWith(".tar")), tag, digest);
        } catch (InvalidPathException e) {
            throw wrong(text, "not a path");
        }
    }

    private static Digest digest(String digest, String text) {
        return Digest.parse(digest)
                .orElseThrow(() -> wrong(text, "the digest is not sha256:<64 hex> or sha512:<128 hex>"));
    }

    private static Tag tag(String tag, String text) {
        try {
            Tag parsed = new Tag(tag);
            if (parsed.isRegistryTag()) {
                return parsed;
            }
            throw wrong(text, quoted(tag) + " is not a tag");
        } catch (IllegalArgumentException e) {
            throw wrong(text, quoted(tag) + " is " + e.getMessage());
        }
    }

    private static UsageException wrong(String text, String why) {
        return new UsageException("reference " + quoted(text) + ": " + why, GRAMMAR);
    }

    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        text.codePoints().limit(200).forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.append('\'').toString();
    }
}
