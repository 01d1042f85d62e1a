package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.policy.Level;
import dev.bulla.resolve.Proof;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Middleman;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One combination: what is asked of whom, what is shown for it, and what else is done on the way.
 *
 * @param knows what the client knows before
 * @param demanded the level that it asks for
 * @param shown what the registry shows under the name
 * @param stolen the roles whose keys are stolen; of use where something is forged
 * @param moves what else is done
 */
record Deal(Market market, Knows knows, Level demanded, Shown shown, Set<String> stolen, List<Move> moves) {
    /** What is shown under the name that is asked for. */
    enum Shown {
        /** What its owner wants to be there. */
        CURRENT,
        /** The artifact before it, with the roles of now. */
        OLD,
        /** The artifact before it, with the roles of then. */
        OLD_WITH_OLD_ROLES,
        /** The current artifact, with the roles of before. */
        CURRENT_WITH_OLD_ROLES,
        /** The current artifact, with roles of two times. */
        CURRENT_WITH_MIXED_ROLES,
        /** Another artifact of the same owner. */
        OTHER,
        /** Something that nobody signed. */
        UNSIGNED,
        /** Something of the thief's, listed in the releases role. */
        FORGED_IN_RELEASES,
        /** Something of the thief's, listed in top-level targets, which lists nothing else any more. */
        FORGED_IN_TARGETS
    }

    private static final List<String> KEYS = List.of("timestamp", "snapshot", "targets", Roles.RELEASES);

    /** A combination at random; half of them show the current artifact. */
    static Deal drawn(Market market, Random random) {
        Shown shown = random.nextBoolean() ? Shown.CURRENT : any(Shown.values(), random);
        Set<String> stolen = new TreeSet<>();
        for (String key : KEYS) {
            // mostly many: one key that is missing is the interesting case
            if (random.nextInt(4) > 0) {
                stolen.add(key);
            }
        }
        List<Move> moves = new ArrayList<>();
        List<Move> all = new ArrayList<>(ListMoves.all());
        if (random.nextInt(3) == 0) {
            all.addAll(ContentMoves.all());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            moves.add(all.get(random.nextInt(all.size())));
        }
        Level demanded = random.nextInt(3) > 0 ? market.goods.level() : any(Level.values(), random);
        return new Deal(market, any(Knows.values(), random), demanded, shown, stolen, moves);
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private boolean isForged() {
        return shown == Shown.FORGED_IN_RELEASES || shown == Shown.FORGED_IN_TARGETS;
    }

    private String forgedRole() {
        return shown == Shown.FORGED_IN_TARGETS ? "targets" : Roles.RELEASES;
    }

    private boolean hasHead() {
        return market.placement == Placement.TRUST;
    }

    /** The artifact under the tag. */
    private Digest artifact() {
        return switch (shown) {
            case CURRENT, CURRENT_WITH_OLD_ROLES, CURRENT_WITH_MIXED_ROLES -> market.current.digest();
            case OLD, OLD_WITH_OLD_ROLES -> market.old.digest();
            case OTHER -> market.other.digest();
            case UNSIGNED -> market.unsigned.digest();
            case FORGED_IN_RELEASES, FORGED_IN_TARGETS ->
                market.forgery(stolen, forgedRole()).artifact();
        };
    }

    private Digest head() {
        return switch (shown) {
            case OLD_WITH_OLD_ROLES, CURRENT_WITH_OLD_ROLES -> market.oldHead;
            case CURRENT_WITH_MIXED_ROLES -> market.mixedHead;
            case FORGED_IN_RELEASES, FORGED_IN_TARGETS ->
                market.forgery(stolen, forgedRole()).head();
            case CURRENT, OLD, OTHER, UNSIGNED -> market.newHead;
        };
    }

    /** Everything that is done between the client and the registry. */
    Middleman middleman() {
        String artifact = artifact().toString();
        String head = head().toString();
        Middleman tags = (request, registry) -> {
            boolean manifest = request.kind() == Kind.MANIFEST_GET || request.kind() == Kind.MANIFEST_HEAD;
            if (manifest
                    && request.repository().equals("acme/shop")
                    && request.reference().equals("1")) {
                return registry.answer(request.instead(artifact));
            }
            return manifest && hasHead() && request.reference().equals("latest")
                    ? registry.answer(request.instead(head))
                    : registry.answer(request);
        };
        List<Move> all = new ArrayList<>(moves);
        all.add(new Move("show " + shown, tags, placement -> true));
        return Move.all(all);
    }

    /** What must be accepted: the current artifact, shown as it is, where nothing that is done does harm. */
    boolean mustBeAccepted() {
        return shown == Shown.CURRENT
                && market.goods.level().meets(demanded)
                && moves.stream().allMatch(move -> move.harmless().test(market.placement));
    }

    /** The only artifact that may be accepted with its level; nothing when none may. */
    Optional<Digest> acceptable() {
        return switch (shown) {
            case CURRENT, CURRENT_WITH_MIXED_ROLES -> ofLevel(market.current.digest(), market.goods.level());
            // without a head the artifact's own capsule vouches for it, which is the current one
            case CURRENT_WITH_OLD_ROLES ->
                hasHead() ? Optional.empty() : ofLevel(market.current.digest(), market.goods.level());
            // what has not expired can be shown to whoever has seen nothing newer (freeze)
            case OLD ->
                hasHead() || knows.isNewerThanOld() ? Optional.empty() : ofLevel(artifact(), market.goods.level());
            case OLD_WITH_OLD_ROLES ->
                knows.isNewerThanOld() ? Optional.empty() : ofLevel(artifact(), market.goods.level());
            case OTHER, UNSIGNED -> Optional.empty();
            case FORGED_IN_RELEASES, FORGED_IN_TARGETS ->
                isBelieved() ? ofLevel(artifact(), Level.L1A) : Optional.empty();
        };
    }

    /** The three keys are needed that sign what changes; and a layout that is bound is not met by what a thief made. */
    private boolean isBelieved() {
        boolean layoutHolds = market.goods.isMade() && shown == Shown.FORGED_IN_RELEASES;
        return isForged() && stolen.containsAll(Set.of("timestamp", "snapshot", forgedRole())) && !layoutHolds;
    }

    private Optional<Digest> ofLevel(Digest digest, Level level) {
        return level.meets(demanded) ? Optional.of(digest) : Optional.empty();
    }

    /** Fails where something was accepted that should not be, or something honest refused. */
    void check(String number, Client.Result result) {
        String what = number + ": " + this;
        Optional<Digest> accepted = result.proof().map(proof -> proof.artifact().digest());
        if (accepted.isPresent()) {
            assertThat(acceptable()).as(what).isEqualTo(accepted);
            Level level = result.proof().map(Proof::supply).orElseThrow().level();
            assertThat(level.meets(demanded)).as(what).isTrue();
        } else {
            assertThat(mustBeAccepted())
                    .as(what + " refused: " + result.refusal())
                    .isFalse();
        }
    }

    @Override
    public String toString() {
        return market.goods + " by " + market.placement + ", knowing " + knows + ", asked for " + demanded + ", shown "
                + shown + (isForged() ? " with " + stolen : "") + ", " + moves;
    }
}
