using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Sends one change to the workspace, by the calls that its kind has.</summary>
internal static class ChangeSender
{
    /// <param name="sent">The declaration with ids and secrets.</param>
    /// <returns>The object's id after the change.</returns>
    public static async Task<string> SendAsync(
        ApplyRun run,
        RemoteKind kind,
        Change change,
        Declaration declaration,
        JObject sent,
        CancellationToken ct
    )
    {
        var write = new AssetWrite { Declaration = declaration, Wanted = sent };
        if (run.Stubs.TryGetValue(change.Asset, out var stub))
        {
            await KindWriter.UpdateAsync(kind, write with { Id = stub, Held = StubOf(kind, declaration) }, ct);
            return stub;
        }

        switch (change.Action)
        {
            case ChangeAction.Update:
                await SentAsync(run, kind, change, () => KindWriter.UpdateAsync(kind, OfPlan(run, kind, change, write), ct));
                return change.Id!;
            case ChangeAction.Recreate when kind.Kind.PathOf(declaration) is { } path && path != change.Id:
                // Create before delete: there is always one of the two.
                var moved = await CreateAsync(run, kind, change, write, ct);
                await KindWriter.DeleteAsync(kind, change.Id!, ct);
                return moved;
            case ChangeAction.Recreate:
                await KindWriter.DeleteAsync(kind, change.Id!, ct);
                return await CreateAsync(run, kind, change, write, ct);
            default:
                return await CreateAsync(run, kind, change, write, ct);
        }
    }

    /// <summary>With what the plan knows of the object.</summary>
    private static AssetWrite OfPlan(ApplyRun run, RemoteKind kind, Change change, AssetWrite write)
    {
        var held = run.Planned.Held(change);
        return write with
        {
            Wanted = SentDocument.Of(run.Planned, kind, change, write.Wanted),
            Id = change.Id,
            Held = held?.State ?? [],
            Changed = [.. change.Fields.Select(field => field.Path)],
            Etag = held?.Etag,
        };
    }

    /// <summary>The least of an asset that gives it an id.</summary>
    public static JObject StubOf(RemoteKind kind, Declaration declaration) =>
        kind.Kind is IStubbable stubbable
            ? stubbable.Stub(declaration)
            : throw new NotSupportedException($"{kind.Name} cannot name each other.");

    private static async Task<string> CreateAsync(ApplyRun run, RemoteKind kind, Change change, AssetWrite write, CancellationToken ct)
    {
        var nonce = run.Recorder.Current.Creating[change.Asset].Nonce;
        var id = "";
        await SentAsync(
            run,
            kind,
            change,
            async () =>
            {
                id = await KindWriter.CreateAsync(kind, write with { Nonce = nonce }, ct);

                // A killed run may have created it with this nonce from an earlier declaration.
                if (run.Planned.Manifest.Creating.ContainsKey(change.Asset))
                    id = await CorrectedAsync(run, kind, change, write with { Id = id }, ct);
            }
        );
        return id;
    }

    /// <summary>Makes an object that may be from an earlier declaration what this one says.</summary>
    /// <returns>Its id, which is another where the service cannot change it.</returns>
    private static async Task<string> CorrectedAsync(
        ApplyRun run,
        RemoteKind kind,
        Change change,
        AssetWrite write,
        CancellationToken ct
    )
    {
        var id = write.Id!;
        if (await WriteVerification.TryReadAsync(kind, write.Declaration, id, write.Wanted, ct) is not { } held)
            return id;

        if (!held.IsInTrash)
        {
            var differences = WriteVerification.Differences(kind.Kind, write.Wanted, held);
            if (differences.Count == 0)
                return id;
            if (kind is IUpdatable)
            {
                IReadOnlyList<string> changed = [.. differences.Select(field => field.Path)];
                await KindWriter.UpdateAsync(kind, write with { Held = held.State, Changed = changed, Etag = held.Etag }, ct);
                return id;
            }

            await KindWriter.DeleteAsync(kind, id, ct);
        }

        // With the same nonce the service would answer with the one that was deleted.
        var again = Creation.New(run.Recorder.Current.Creating[change.Asset].Place);
        run.Recorder.Change(manifest => manifest with { Creating = manifest.Creating.SetItem(change.Asset, again) });
        await run.Recorder.SaveAsync(ct);
        return await KindWriter.CreateAsync(kind, write with { Id = null, Nonce = again.Nonce }, ct);
    }

    /// <summary>Marks the write as begun, unless the service refused it.</summary>
    /// <remarks>A part is written by several calls: the ones before the one that was refused have done their work.</remarks>
    private static async Task SentAsync(ApplyRun run, RemoteKind kind, Change change, Func<Task> write)
    {
        run.Begun[change.Asset] = true;
        try
        {
            await write();
        }
        catch (Exception e) when (IsRefused(e) && !kind.Kind.IsPart)
        {
            run.Begun.TryRemove(change.Asset, out _);
            throw;
        }
    }

    /// <summary>Whether the service certainly did nothing. After a conflict, a rate limit or no answer that is not known.</summary>
    private static bool IsRefused(Exception e) =>
        e
            is PathTakenException
                or UnsentContentException
                or UnannouncedWriteException
                or WorkspaceApiException
            {
                Status: >= 400 and < 500 and not 408,
                OutcomeUnknown: false,
                IsConflict: false,
                IsThrottled: false
            };
}
