package dev.bulla.resolve;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.RedirectRule;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.util.List;
import java.util.Optional;

/**
 * Looks names up, channels too (trust.md section 4.1). A channel is a target {@code REPOSITORY@channel/NAME} whose {@code
 * custom.redirect} leads to a version; a reference asks for it by its name as a tag, where no version has that tag. One hop,
 * to an entry with the same length and hashes, where the rule lets it lead.
 */
final class ChannelLookup {
    /** Member of {@code custom}: where a channel leads. */
    private static final String REDIRECT = "redirect";

    /** What stands between a repository and the name of a channel. */
    private static final String CHANNEL = "@channel/";

    private final Lookup roles;
    private final PinnedQuestion question;
    private final List<Check> checks;

    ChannelLookup(Lookup roles, PinnedQuestion question, List<Check> checks) {
        this.roles = roles;
        this.question = question;
        this.checks = checks;
    }

    /** A version, and the channel that led to it. */
    record Led(Found target, Optional<Found> channel) {}

    /** What trusted roles list under {@code name}, after one redirect at most. */
    Step<Led> find(String name) {
        Step<Found> version = lookUp(name);
        Optional<String> channel = isAbsent(version) ? channelOf(name) : Optional.empty();
        if (channel.isEmpty()) {
            return version.then(this::led);
        }
        Step<Found> listed = lookUp(channel.get());
        // without such a channel it is the version that is not listed
        return isAbsent(listed) ? version.then(this::led) : listed.then(this::led);
    }

    private static boolean isAbsent(Step<Found> step) {
        return step.fold(found -> false, reason -> reason.code() == ReasonCode.NOT_A_TARGET);
    }

    private static Optional<String> channelOf(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/')
                ? Optional.of(name.substring(0, colon) + CHANNEL + name.substring(colon + 1))
                : Optional.empty();
    }

    private Step<Found> lookUp(String name) {
        try {
            return roles.find(new TargetPath(name));
        } catch (JsonException e) {
            return Step.refused(ReasonCode.NOT_A_TARGET, "no role can list that name: " + e.getMessage());
        }
    }

    private Step<Led> led(Found found) {
        Optional<Json> redirect = BoundLayout.custom(found.info()).flatMap(custom -> custom.get(REDIRECT));
        if (redirect.isEmpty()) {
            return found.path().value().contains(CHANNEL)
                    ? Step.refused(bad(found, "is a channel that leads nowhere"))
                    : Step.done(new Led(found, Optional.empty()));
        }
        try {
            Fields members = Fields.of(redirect.get(), REDIRECT);
            members.whole("seq", 1, (1L << 53) - 1);
            return followed(found, members.text("to"));
        } catch (JsonException e) {
            return Step.refused(bad(found, "has a redirect that does not read: " + e.getMessage()));
        }
    }

    private Step<Led> followed(Found channel, String to) {
        if (!mayLeadTo(channel, to)) {
            return Step.refused(bad(channel, "leads to " + to + ", where the rule lets no channel lead"));
        }
        Step<Found> version = lookUp(to);
        // the channel is listed: that its version is not is no absence, which a rule could pass on
        return isAbsent(version)
                ? Step.refused(bad(channel, "leads to " + to + ", which no trusted role lists"))
                : version.then(found -> led(channel, to, found));
    }

    private Step<Led> led(Found channel, String to, Found version) {
        if (isRedirect(version.info())) {
            return Step.refused(bad(channel, "leads to " + to + ", which leads further; one hop is all"));
        }
        if (!channel.info().agreesWith(version.info())) {
            return Step.refused(bad(channel, "leads to " + to + ", which has another length or other hashes"));
        }
        checks.add(Check.ok("trust.4.1", "channel " + channel.path() + " leads to " + to));
        return Step.done(new Led(version, Optional.of(channel)));
    }

    static boolean isRedirect(TargetInfo info) {
        return BoundLayout.custom(info).flatMap(custom -> custom.get(REDIRECT)).isPresent();
    }

    private boolean mayLeadTo(Found channel, String to) {
        return switch (question.terms().redirect()) {
            case RedirectRule.None none -> false;
            case RedirectRule.SameNamespace same -> to.startsWith(namespace(channel));
            case RedirectRule.Matching matching -> matching.covers(to);
        };
    }

    /** The namespace that the roles are for; where they name none, that of the channel's repository. */
    private String namespace(Found channel) {
        String repository = channel.path().value();
        int at = repository.indexOf(CHANNEL);
        String place = at < 0 ? repository : repository.substring(0, at);
        return question.authority()
                .origin()
                .filter(place::startsWith)
                .map(origin -> origin.startsWith("oci:") ? origin + ":" : origin + "/")
                .orElseGet(() -> ImageTargets.namespaceOf(place));
    }

    /** The revision of a channel; it never goes back. */
    static long revision(Found channel) {
        return Fields.of(
                        BoundLayout.custom(channel.info())
                                .flatMap(custom -> custom.get(REDIRECT))
                                .orElseThrow(),
                        REDIRECT)
                .whole("seq", 1, (1L << 53) - 1);
    }

    private static Reason bad(Found channel, String message) {
        return Reason.of(ReasonCode.BAD_REDIRECT, channel.path() + " " + message)
                .with("target", channel.path().value())
                .with("section", "trust.4.1");
    }
}
