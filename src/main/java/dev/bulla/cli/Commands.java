package dev.bulla.cli;

import dev.bulla.cli.attest.AttestCommand;
import dev.bulla.cli.command.CompletionCommand;
import dev.bulla.cli.command.CopyCommand;
import dev.bulla.cli.command.DoctorCommand;
import dev.bulla.cli.command.ExportCommand;
import dev.bulla.cli.command.HelpCommand;
import dev.bulla.cli.command.ImportCommand;
import dev.bulla.cli.command.InitCommand;
import dev.bulla.cli.command.InspectCommand;
import dev.bulla.cli.command.KeyCommand;
import dev.bulla.cli.command.LoginCommand;
import dev.bulla.cli.command.LogoutCommand;
import dev.bulla.cli.command.PinCommand;
import dev.bulla.cli.command.PolicyCommand;
import dev.bulla.cli.command.PullCommand;
import dev.bulla.cli.command.PushCommand;
import dev.bulla.cli.command.RefreshCommand;
import dev.bulla.cli.command.RoleCommand;
import dev.bulla.cli.command.SignCommand;
import dev.bulla.cli.command.TreeCommand;
import dev.bulla.cli.command.TrustCommand;
import dev.bulla.cli.command.TufClientCommand;
import dev.bulla.cli.command.VerifyCommand;
import dev.bulla.cli.command.VersionCommand;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.freshness.LockCommand;
import dev.bulla.cli.freshness.ReceiptCommand;
import dev.bulla.cli.intoto.InTotoCommand;
import dev.bulla.cli.provenance.ProvenanceCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The top of the command tree. A word loads the one class behind it. */
final class Commands implements Group {
    private static final List<String> WORDS = List.of(
            // everyday
            "sign",
            "verify",
            "tree",
            "inspect",
            "pull",
            "push",
            "copy",
            "attest",
            "provenance",
            "pin",
            // setting up
            "init",
            "key",
            "role",
            "refresh",
            // trusting
            "trust",
            "policy",
            "lock",
            "receipt",
            // registries
            "login",
            "logout",
            "doctor",
            // interoperability
            "in-toto",
            "tuf-client",
            "export",
            "import",
            // about
            "completion",
            "help",
            "version");

    @Override
    public List<String> words() {
        return WORDS;
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "sign" -> new SignCommand();
            case "verify" -> new VerifyCommand();
            case "tree" -> new TreeCommand();
            case "inspect" -> new InspectCommand();
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "copy" -> new CopyCommand();
            case "attest" -> new AttestCommand();
            case "provenance" -> new ProvenanceCommand();
            case "key" -> new KeyCommand();
            case "init" -> new InitCommand();
            case "role" -> new RoleCommand();
            case "refresh" -> new RefreshCommand();
            case "export" -> new ExportCommand();
            case "import" -> new ImportCommand();
            case "trust" -> new TrustCommand();
            case "pin" -> new PinCommand();
            case "policy" -> new PolicyCommand();
            case "lock" -> new LockCommand();
            case "receipt" -> new ReceiptCommand();
            case "login" -> new LoginCommand();
            case "logout" -> new LogoutCommand();
            case "doctor" -> new DoctorCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            case "in-toto" -> new InTotoCommand();
            case "tuf-client" -> new TufClientCommand();
            case "version" -> new VersionCommand();
            default -> null;
        };
    }
}
