package dev.bulla.testkit.real;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image {@code registry:2} in a container; the only class that knows Testcontainers. */
public final class RegistryContainer implements RegistryRunner {

    private static final String IMAGE = "registry:2";
    private static final int INSIDE = 5000;
    private static final String HOME_INSIDE = "/registry";
    private static final String CONFIGURATION_INSIDE = HOME_INSIDE + "/config.yml";

    /** Another process may take the chosen port before the container does. */
    private static final int ATTEMPTS = 5;

    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final RegistrySettings settings;
    private final GenericContainer<?> container;
    private final int port;
    private boolean running;

    private RegistryContainer(RegistrySettings settings, GenericContainer<?> container, int port) {
        this.settings = settings;
        this.container = container;
        this.port = port;
    }

    /**
     * Creates and starts the container.
     *
     * @throws RuntimeException whatever Testcontainers throws when image or container cannot be had
     */
    static RegistryContainer launch(RegistrySettings settings) throws IOException {
        settings.write(":" + INSIDE, HOME_INSIDE + "/storage", HOME_INSIDE + "/htpasswd");
        String owner =
                Files.getAttribute(settings.home(), "unix:uid") + ":" + Files.getAttribute(settings.home(), "unix:gid");
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            GenericContainer<?> candidate = create(settings, owner, port);
            try {
                candidate.start();
                RegistryContainer launched = new RegistryContainer(settings, candidate, port);
                launched.awaitReady();
                launched.running = true;
                return launched;
            } catch (RuntimeException e) {
                candidate.close();
                if (attempt == ATTEMPTS || !isPortTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isPortTaken(RuntimeException refusal) {
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            if (String.valueOf(each.getMessage()).contains("port is already allocated")) {
                return true;
            }
        }
        return false;
    }

    private static GenericContainer<?> create(RegistrySettings settings, String owner, int port) {
        GenericContainer<?> created = new GenericContainer<>(DockerImageName.parse(IMAGE));
        return created.withCommand("serve", CONFIGURATION_INSIDE)
                .withExposedPorts(INSIDE)
                .waitingFor(Wait.forLogMessage(".*listening on.*", 1).withStartupTimeout(READY_LIMIT))
                .withCreateContainerCmdModifier(command -> arrange(command, settings, owner, port));
    }

    private static void arrange(CreateContainerCmd command, RegistrySettings settings, String owner, int port) {
        HostConfig host = command.getHostConfig();
        if (host == null) {
            throw new IllegalStateException("the container has no host configuration");
        }
        host.withPortBindings(new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(INSIDE)));
        host.withBinds(new Bind(settings.home().toString(), new Volume(HOME_INSIDE)));
        command.withUser(owner).withEntrypoint("registry");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public String description() {
        return IMAGE + ", a container of the local Docker engine";
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public synchronized void start() {
        if (!running) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            awaitReady();
            running = true;
        }
    }

    @Override
    public synchronized void stop() {
        if (running) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .exec();
            running = false;
        }
    }

    /** The collector runs beside the registry, which must therefore run; it is stopped again if it was. */
    @Override
    public synchronized void collectGarbage(boolean deleteUntagged) {
        boolean wasRunning = running;
        start();
        try {
            Container.ExecResult result = deleteUntagged
                    ? container.execInContainer(
                            "registry", "garbage-collect", "--delete-untagged", CONFIGURATION_INSIDE)
                    : container.execInContainer("registry", "garbage-collect", CONFIGURATION_INSIDE);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("garbage collection failed:\n" + result.getStderr());
            }
        } catch (IOException e) {
            throw new IllegalStateException("garbage collection failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while collecting garbage", e);
        }
        if (!wasRunning) {
            stop();
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!answers()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the registry in the container did not answer on port " + port);
            }
            Thread.onSpinWait();
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) base().resolve("/v2/").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAUTHORIZED;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        container.close();
        Commands.deleteTree(settings.home());
    }
}
