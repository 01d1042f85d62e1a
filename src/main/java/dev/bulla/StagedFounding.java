package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.publish.ceremony.NamedFile;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first roles of a namespace as a file that goes from holder to holder. */
final class StagedFounding {
    private StagedFounding() {}

    static Bytes file(String origin, Map<RoleName, RoleFile> roles) {
        List<NamedFile> staged = new ArrayList<>();
        roles.forEach((role, file) -> staged.add(new NamedFile(role, file.bytes())));
        return StagedReview.of(new StagedFile(origin, List.of(), staged))
                .orThrow()
                .toBytes();
    }
}
