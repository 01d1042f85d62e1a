package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import java.util.ArrayList;
import java.util.List;

/** The exact bytes of a bundle index, member by member (section 4.4). */
final class IndexWriter {
    static final String RUNTIME_VERSION = "io.cnab.runtime_version";
    static final String KEYWORDS = "io.cnab.keywords";
    static final String ARTIFACT_TYPE = "org.opencontainers.artifactType";
    static final String ARTIFACT_TYPE_VALUE = "application/vnd.cnab.manifest.v1";
    static final String AUTHORS = "org.opencontainers.image.authors";
    static final String DESCRIPTION = "org.opencontainers.image.description";
    static final String TITLE = "org.opencontainers.image.title";
    static final String VERSION = "org.opencontainers.image.version";

    private IndexWriter() {}

    static Bytes write(Bundle bundle, List<PinnedImage> images, Descriptor configManifest, IndexForm form) {
        List<String> children = new ArrayList<>();
        children.add(child(configManifest, GoJson.member(Role.ANNOTATION, Role.CONFIG.wireName())));
        for (PinnedImage image : images) {
            children.add(child(image.descriptor(), annotations(image)));
        }
        String mediaType = form == IndexForm.MANIFEST_LIST
                ? "," + GoJson.member("mediaType", form.mediaType().value())
                : "";
        return Bytes.utf8("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", children) + "],\"annotations\":{"
                + annotations(bundle) + "}" + mediaType + "}");
    }

    private static String child(Descriptor descriptor, String annotations) {
        return "{" + GoJson.member("mediaType", descriptor.mediaType().value()) + ","
                + GoJson.member("digest", descriptor.digest().toString()) + ",\"size\":" + descriptor.size()
                + ",\"annotations\":{" + annotations + "}}";
    }

    private static String annotations(PinnedImage image) {
        String type = GoJson.member(Role.ANNOTATION, image.role().wireName());
        return image.role() == Role.COMPONENT
                ? GoJson.member(Role.COMPONENT_NAME, image.image().name()) + "," + type
                : type;
    }

    /** Sorted by key, as Go writes a map. */
    private static String annotations(Bundle bundle) {
        List<String> members = new ArrayList<>();
        bundle.keywords().ifPresent(words -> members.add(GoJson.member(KEYWORDS, GoJson.array(words))));
        members.add(GoJson.member(RUNTIME_VERSION, bundle.schemaVersion()));
        members.add(GoJson.member(ARTIFACT_TYPE, ARTIFACT_TYPE_VALUE));
        bundle.maintainers().ifPresent(people -> members.add(GoJson.member(AUTHORS, authors(people))));
        members.add(GoJson.member(DESCRIPTION, bundle.description()));
        members.add(GoJson.member(TITLE, bundle.name()));
        members.add(GoJson.member(VERSION, bundle.version()));
        return String.join(",", members);
    }

    private static String authors(List<Maintainer> maintainers) {
        List<String> people = new ArrayList<>();
        for (Maintainer maintainer : maintainers) {
            StringBuilder person = new StringBuilder("{").append(GoJson.member("name", maintainer.name()));
            maintainer.email().ifPresent(email -> person.append(',').append(GoJson.member("email", email)));
            maintainer.url().ifPresent(url -> person.append(',').append(GoJson.member("url", url)));
            people.add(person.append('}').toString());
        }
        return "[" + String.join(",", people) + "]";
    }
}
