package dev.bulla.oci;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of references (cli.md section 3, distribution-spec 1.1 "name"). */
final class ReferenceParser {
    private static final String GRAMMAR = "REF = host/repo:tag | host/repo@digest | oci:DIR[:TAG] | oci:FILE.tar[:TAG]";

    /** 255 characters for host and repository together, as distribution enforces. */
    private static final int MAX_NAME = 255;

    /** What is longer is not matched against a pattern; leaves room for a name that is too long by a little. */
    private static final int MAX_TEXT = 512;

    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;
    private static final String DOCKER_HUB = "docker.io";

    private ReferenceParser() {}

    /** Compiled at the first registry reference, not at start-up. */
    private static final class Grammar {
        static final Pattern HOST = Pattern.compile(
                "(?<name>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:]+\\])(?::(?<port>[0-9]{1,5}))?");
        static final Pattern DIGEST_LIKE = Pattern.compile("(?i)(?:sha|md|blake)[0-9a-z+._-]*:");
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
        if (name.length() > MAX_TEXT) {
            throw wrong(text, "it is too long");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".") || first.contains(":") || first.equalsIgnoreCase("localhost");
        String host = hasHost ? host(first, text) : DOCKER_HUB;
        String repository = hasHost ? name.substring(slash + 1) : name;
        if (host.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        if (!Grammar.REPOSITORY.matcher(repository).matches() || host.length() + repository.length() >= MAX_NAME) {
            throw wrong(
                    text,
                    Quoted.of(repository) + " is not a repository name (lower-case letters, digits, . _ - and /)");
        }
        return new Place.RegistryPlace(host, repository);
    }

    /** One spelling for each host: lower case, no default port, one name for Docker Hub. */
    private static String host(String written, String text) {
        // Before the case is mapped: some letters beyond ASCII (U+212A, the Kelvin sign) become ASCII ones.
        if (!written.chars().allMatch(c -> c < 0x80)) {
            throw wrong(text, "host " + Quoted.of(written) + " is not ASCII; write the xn-- form if it is meant");
        }
        String host = written.toLowerCase(Locale.ROOT);
        Matcher matcher = Grammar.HOST.matcher(host);
        if (!matcher.matches()) {
            throw wrong(text, "host " + Quoted.of(host) + " is not a host name");
        }
        String port = matcher.group("port");
        int number = port == null ? HTTPS_PORT : Integer.parseInt(port);
        if (number < 1 || number > MAX_PORT) {
            throw wrong(text, "port " + number + " is not between 1 and " + MAX_PORT);
        }
        String name = matcher.group("name");
        // without its port a name of one word would be printed as what is read as a repository of Docker Hub
        boolean needsPort = port != null && !name.contains(".") && !name.startsWith("[") && !name.equals("localhost");
        if (number != HTTPS_PORT || needsPort) {
            return name + ":" + number;
        }
        return name.equals("index.docker.io") || name.equals("registry-1.docker.io") ? DOCKER_HUB : name;
    }

    private static boolean namedWithColon(String folder) {
        int end = folder.length();
        while (end > 0 && folder.charAt(end - 1) == '/') {
            end--;
        }
        return folder.lastIndexOf(':', end) > folder.lastIndexOf('/', end - 1);
    }

    private static Reference layout(String text) {
        String rest = text.substring("oci:".length());
        int at = rest.lastIndexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Digest.parse(rest.substring(at + 1));
        if (digest.isPresent()) {
            rest = rest.substring(0, at);
        } else if (at >= 0
                && Grammar.DIGEST_LIKE.matcher(rest.substring(at + 1)).lookingAt()) {
            digest(rest.substring(at + 1), text); // a digest with a slip in it must not be taken for a path and a tag
        }
        int colon = rest.lastIndexOf(':');
        Optional<Tag> tag = Optional.empty();
        if (rest.endsWith("/") && namedWithColon(rest)) {
            // the path is printed without the slash, and then what stands after the colon would be read as a tag
            throw wrong(text, "a folder whose name has a colon cannot be told from a folder and a tag");
        }
        if (colon >= 0 && rest.indexOf('/', colon) < 0) {
            tag = Optional.of(tag(rest.substring(colon + 1), text));
            rest = rest.substring(0, colon);
        }
        if (rest.isEmpty()) {
            throw wrong(text, "the directory or tar file is missing");
        }
        try {
            Path path = Path.of(rest); // which drops a slash at the end: what it prints must be what decides
            return new Reference(new Place.LayoutPlace(path, path.toString().endsWith(".tar")), tag, digest);
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
            throw wrong(text, Quoted.of(tag) + " is not a tag");
        } catch (IllegalArgumentException e) {
            throw wrong(text, Quoted.of(tag) + " is " + e.getMessage());
        }
    }

    private static UsageException wrong(String text, String why) {
        return new UsageException("reference " + Quoted.of(shown(text)) + ": " + why, GRAMMAR);
    }

    /** A reference as it was written, without the login that somebody may have put before the host. */
    private static String shown(String text) {
        int at = text.lastIndexOf('@');
        boolean login = at > 0 && text.lastIndexOf(':', at) >= 0 && text.indexOf('/', at) > 0;
        return login ? "…" + text.substring(at) : text;
    }
}
