package dev.bulla.testkit.loopback;

import dev.bulla.testkit.loopback.ReferrersBehaviour.Filter;
import dev.bulla.testkit.loopback.Repository.StoredManifest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists: referrers and tags (distribution-spec 1.1 "Listing Referrers", "Listing Tags"). */
final class ListHandler {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final Rig rig;

    ListHandler(Rig rig) {
        this.rig = rig;
    }

    Answer referrers(Request request, Route route) {
        return switch (rig.referrers().api) {
            case SUPPORTED ->
                Digests.isDigest(route.last())
                        ? list(request, route)
                        : Answer.error(400, "DIGEST_INVALID", "not a digest");
            case NOT_FOUND -> Answer.error(404, "NOT_FOUND", "page not found");
            case METHOD_NOT_ALLOWED -> Answer.of(405);
            case NOT_IMPLEMENTED -> Answer.error(501, "UNSUPPORTED", "not implemented");
            case BAD_REQUEST -> Answer.error(400, "UNSUPPORTED", "bad request");
            case HTML_NOT_FOUND -> Answer.html(404);
            case HTML_OK -> Answer.html(200);
            case REDIRECT_TO_HTML ->
                Answer.of(303).with("Location", rig.storage().get() + "/html");
        };
    }

    private Answer list(Request request, Route route) {
        Optional<String> type = request.parameter("artifactType");
        Filter way = rig.referrers().filter;
        List<Map<String, Object>> all = rig.shelves().repository(route.repository()).referrers(route.last()).stream()
                .filter(each -> rig.referrers().shows(each.digest()))
                .filter(each -> way != Filter.APPLIED
                        || type.isEmpty()
                        || each.facts().artifactType().equals(type))
                .map(this::descriptor)
                .toList();
        int from = request.parameter("after").map(Integer::parseInt).orElse(0);
        int size = rig.referrers().pageSize == 0 ? all.size() : rig.referrers().pageSize;
        int to = Math.min(all.size(), from + size);
        Answer page = Answer.of(200).with("Content-Type", INDEX).withBody(index(all.subList(Math.min(from, to), to)));
        Answer claimed =
                type.isPresent() && way != Filter.IGNORED ? page.with("OCI-Filters-Applied", "artifactType") : page;
        return linked(claimed, request, from, to, all.size());
    }

    private static byte[] index(List<Map<String, Object>> descriptors) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", INDEX);
        index.put("manifests", descriptors);
        return MiniJson.write(index).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the fallback tag of a subject, as a registry does that keeps both ways of listing alike. */
    static void writeTag(Repository repository, String subject) {
        byte[] index = index(repository.referrers(subject).stream()
                .map(StoredManifest::descriptor)
                .toList());
        String digest = Digests.sha256(index);
        repository.putManifest(new StoredManifest(digest, INDEX, index));
        repository.tag(subject.replace(':', '-'), digest);
    }

    private Map<String, Object> descriptor(StoredManifest manifest) {
        Map<String, Object> descriptor = manifest.descriptor();
        if (rig.referrers().barren) {
            descriptor.remove("artifactType");
            descriptor.remove("annotations");
        }
        if (rig.referrers().wrongTypes) {
            descriptor.put("artifactType", "application/vnd.oci.empty.v1+json");
        }
        return descriptor;
    }

    private Answer linked(Answer page, Request request, int from, int to, int size) {
        String filter = request.parameter("artifactType")
                .map(type -> "&artifactType=" + type.replace("+", "%2B"))
                .orElse("");
        String next = request.path() + "?after=" + to + filter;
        String self = request.path() + "?after=" + from + filter;
        boolean more = to < size;
        return switch (rig.referrers().links) {
            case RELATIVE -> more ? page.with("Link", link(next)) : page;
            case ABSOLUTE -> more ? page.with("Link", link(rig.base().get() + next)) : page;
            case ENDLESS -> page.with("Link", link(self));
            case FOREIGN -> page.with("Link", link(rig.storage().get() + next));
        };
    }

    Answer tags(Request request, Route route) {
        Repository repository = rig.shelves().repository(route.repository());
        if (repository.isEmpty()) {
            return rig.missing("NAME_UNKNOWN", "repository name not known to registry");
        }
        String last = request.parameter("last").orElse("");
        List<String> after = repository.tags().keySet().stream()
                .filter(tag -> tag.compareTo(last) > 0)
                .toList();
        int wanted = request.parameter("n").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        int page = rig.behaviour().tagPageSize == 0 ? wanted : Math.min(wanted, rig.behaviour().tagPageSize);
        List<String> shown = after.subList(0, Math.min(page, after.size()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", route.repository());
        document.put("tags", shown);
        Answer answer = Answer.json(200, document);
        if (shown.size() == after.size() || shown.isEmpty()) {
            return answer;
        }
        String next = request.path() + "?last=" + shown.get(shown.size() - 1) + "&n=" + page;
        return answer.with("Link", link(next));
    }

    private static String link(String address) {
        return "<" + address + ">; rel=\"next\"";
    }
}
