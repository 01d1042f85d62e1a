package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.BullaException;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A reference that is accepted is canonical: printed and read again it is the same one, its host is lower-case ASCII, and
 * nothing of it leaves its part (T6). Digests, namespaces, media types and names in roles: a value or a refusal.
 */
final class ReferenceTarget implements FuzzTarget {
    @Override
    public void look(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            reference(Reference.parse(text));
        } catch (BullaException e) {
            Held.that(e.getMessage() != null && e.getMessage().indexOf('\n') < 0, "a refusal of many lines");
        }
        Digest.parse(text).ifPresent(digest -> Held.that(digest.toString().equals(text), "a digest is not as written"));
        mediaType(text);
        attempt(() -> new RoleName(text));
        attempt(() -> new PathPattern(text).matches(new TargetPath(text)));
    }

    private static void reference(Reference reference) {
        if (reference.place() instanceof Place.LayoutPlace && !ascii(reference.toString())) {
            return; // what a file system makes of other letters depends on the locale of the machine
        }
        Reference again = Reference.parse(reference.toString());
        Held.that(again.equals(reference), reference + " is read again as " + again);
        if (reference.place() instanceof Place.RegistryPlace place) {
            String host = place.host();
            Held.that(host.equals(host.toLowerCase(Locale.ROOT)), "upper case in " + host);
            Held.that(host.chars().allMatch(c -> c > ' ' && c < 127), "beyond ASCII: " + host);
            String repository = place.repository();
            Held.that(
                    !repository.contains("..") && !repository.contains("//") && !repository.startsWith("/"),
                    "a path out of its place: " + repository);
        }
    }

    /** The one reader here that callers have to guard themselves. */
    private static void mediaType(String text) {
        try {
            MediaType type = MediaType.ofHeader(text);
            Held.that(new MediaType(type.value()).equals(type), "a media type that is none");
        } catch (IllegalArgumentException e) {
            Held.that(!String.valueOf(e.getMessage()).isEmpty(), "a refusal without a word");
        }
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static void attempt(Runnable parse) {
        try {
            parse.run();
        } catch (BullaException | JsonException e) {
            Held.that(!String.valueOf(e.getMessage()).isEmpty(), "a refusal without a word");
        }
    }

    @Override
    public List<Bytes> seeds() {
        String digest = "@sha256:" + "0123456789abcdef".repeat(4);
        return List.of(
                Bytes.utf8("registry.example:5000/acme/shop:1.4.0"),
                Bytes.utf8("Registry.Example:443/acme/shop:1.4.0" + digest),
                Bytes.utf8("docker.io/nginx"),
                Bytes.utf8("nginx:1"),
                Bytes.utf8("[::1]:5000/a/b:c"),
                Bytes.utf8("127.0.0.1:5000/a__b/c-d.e:v_1"),
                Bytes.utf8("oci:dir/sub:1.0"),
                Bytes.utf8("oci:file.tar" + digest),
                Bytes.utf8("sha512:" + "0123456789abcdef".repeat(8)),
                Bytes.utf8("example.com/acme/*:*"));
    }
}
