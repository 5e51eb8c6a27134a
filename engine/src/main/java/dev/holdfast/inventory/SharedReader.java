package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reading door that asks AWS once where several tables ask the same: the first who asks fetches all pages, whoever comes
 * next gets them again, or the same refusal. Small answers wait in memory up to a limit, the others on disk, and those of
 * an account go when its last table is done. Safe for many threads.
 */
public final class SharedReader implements AwsReader, AutoCloseable {
    private static final int SMALL = 8 * 1024;
    private static final long MOST_IN_MEMORY = 16L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsReader inner;
    private final Set<String> shared;
    private final Region home;
    private final Path folder;
    private final AtomicLong inMemory = new AtomicLong();
    private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();

    /**
     * @param inner the door behind
     * @param tables the definitions that will be asked for
     * @param home the region that stands for what an account has once
     * @param folder where answers may wait, readable by its owner alone
     */
    public SharedReader(AwsReader inner, List<TableDefinition> tables, Region home, Path folder) {
        this.inner = inner;
        this.shared = SharedCalls.of(tables);
        this.home = home;
        this.folder = folder;
    }

    /** What is kept of one account. */
    private static final class Account {
        private final Map<String, Entry> entries = new ConcurrentHashMap<>();
        private final Spool spool;

        Account(Path folder) {
            this.spool = new Spool(folder);
        }
    }

    /** One page: its bytes, or where they wait. */
    private record Page(byte @Nullable [] bytes, long at, int length) {}

    /** One request and what came of it. */
    private static final class Entry {
        /** Held while AWS is asked; whoever else asks the same waits for it. */
        private final ReentrantLock asking = new ReentrantLock();

        private final List<Page> pages = new ArrayList<>();
        private @Nullable AwsFailure failure;
        private boolean filled;
    }

    @Override
    public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
        if (!shared.contains(service + ":" + operation)) {
            return inner.read(scope, service, operation, input);
        }
        JsonNode[] out = new JsonNode[1];
        given(scope, service, operation, input, page -> out[0] = out[0] == null ? page : out[0]);
        return out[0];
    }

    @Override
    public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        if (!shared.contains(service + ":" + operation)) {
            inner.pages(scope, service, operation, input, each);
            return;
        }
        given(scope, service, operation, input, each);
    }

    /** All pages, also where only the first is wanted, so that both ways of asking share them. */
    private void given(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        Account account = accounts.computeIfAbsent(scope.account(), k -> new Account(folder));
        Region where = scope.region().equals(Region.GLOBAL) ? home : scope.region();
        String key = where + " " + service + ":" + operation + " "
                + CanonicalJson.of(input).text();
        Entry entry = account.entries.computeIfAbsent(key, k -> new Entry());
        entry.asking.lock();
        try {
            // Nothing of the caller runs under this lock, so that two who wait for each other's answers cannot be.
            if (!entry.filled) {
                fill(entry, account, to -> inner.pages(scope, service, operation, input, to));
            }
        } finally {
            entry.asking.unlock();
        }
        for (Page page : entry.pages) {
            each.accept(read(account, page));
        }
        AwsFailure failure = entry.failure;
        if (failure != null) {
            throw again(failure);
        }
    }

    private void fill(Entry entry, Account account, Consumer<Consumer<JsonNode>> ask) {
        entry.pages.clear();
        try {
            ask.accept(page -> entry.pages.add(kept(account, page)));
        } catch (AwsFailure failure) {
            entry.failure = failure;
        }
        entry.filled = true;
    }

    private Page kept(Account account, JsonNode page) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(page);
            if (bytes.length <= SMALL) {
                if (inMemory.addAndGet(bytes.length) <= MOST_IN_MEMORY) {
                    return new Page(bytes, 0, bytes.length);
                }
                inMemory.addAndGet(-bytes.length);
            }
            return new Page(null, account.spool.put(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer cannot be put aside: " + e.getMessage(), e);
        }
    }

    private static JsonNode read(Account account, Page page) {
        try {
            byte[] bytes = page.bytes();
            return JSON.readTree(bytes == null ? account.spool.get(page.at(), page.length()) : bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that was put aside cannot be read: " + e.getMessage(), e);
        }
    }

    private static AwsFailure again(AwsFailure failure) {
        return new AwsFailure(
                        failure.kind(),
                        failure.operation(),
                        failure.scope(),
                        failure.code(),
                        failure.status(),
                        String.valueOf(failure.getMessage()))
                .by(failure.principal());
    }

    /** Forgets what was kept of an account: nobody will ask for it any more. */
    void release(AccountId id) {
        Account account = accounts.remove(id);
        if (account == null) {
            return;
        }
        account.entries.values().stream()
                .flatMap(e -> e.pages.stream())
                .filter(p -> p.bytes() != null)
                .forEach(p -> inMemory.addAndGet(-p.length()));
        try {
            account.spool.close();
        } catch (IOException e) {
            // The file has no name any more; its bytes go with this process at the latest.
            return;
        }
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        return inner.object(scope, bucket, key);
    }

    @Override
    public String principal(Scope scope) {
        return inner.principal(scope);
    }

    @Override
    public void close() {
        Set.copyOf(accounts.keySet()).forEach(this::release);
    }
}
