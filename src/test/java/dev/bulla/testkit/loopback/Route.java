package dev.bulla.testkit.loopback;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path means.
 *
 * @param repository the repository's name, empty where there is none
 * @param last the last part: digest, tag or upload, empty where there is none
 */
record Route(Kind kind, String repository, String last) {

    /** distribution-spec 1.1 "Pulling manifests". */
    private static final String NAME =
            "([a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*)";

    private static final Pattern PATH =
            Pattern.compile("/v2/" + NAME + "/(blobs/uploads|blobs|manifests|referrers|tags)/([^/]*)");

    static Route of(Request request) {
        String path = request.path();
        if (path.equals("/token")) {
            return new Route(Kind.TOKEN, "", "");
        }
        if (path.equals("/v2/") || path.equals("/v2")) {
            return new Route(Kind.PING, "", "");
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return new Route(Kind.OTHER, "", "");
        }
        return new Route(kind(matcher.group(2), matcher.group(3), request), matcher.group(1), matcher.group(3));
    }

    private static Kind kind(String thing, String last, Request request) {
        String method = request.method();
        return switch (thing) {
            case "blobs/uploads" -> upload(method, last, request);
            case "blobs" -> byMethod(method, Kind.BLOB_GET, Kind.BLOB_HEAD, Kind.BLOB_DELETE);
            case "manifests" ->
                method.equals("PUT")
                        ? Kind.MANIFEST_PUT
                        : byMethod(method, Kind.MANIFEST_GET, Kind.MANIFEST_HEAD, Kind.MANIFEST_DELETE);
            case "referrers" -> method.equals("GET") ? Kind.REFERRERS : Kind.OTHER;
            default -> method.equals("GET") && last.equals("list") ? Kind.TAGS : Kind.OTHER;
        };
    }

    private static Kind byMethod(String method, Kind get, Kind head, Kind delete) {
        return switch (method) {
            case "GET" -> get;
            case "HEAD" -> head;
            case "DELETE" -> delete;
            default -> Kind.OTHER;
        };
    }

    private static Kind upload(String method, String last, Request request) {
        if (last.isEmpty()) {
            boolean mount = request.parameter("mount").isPresent();
            return !method.equals("POST") ? Kind.OTHER : mount ? Kind.MOUNT : Kind.UPLOAD_START;
        }
        return switch (method) {
            case "PATCH" -> Kind.UPLOAD_CHUNK;
            case "PUT" -> Kind.UPLOAD_END;
            case "GET" -> Kind.UPLOAD_STATE;
            case "DELETE" -> Kind.UPLOAD_CANCEL;
            default -> Kind.OTHER;
        };
    }
}
