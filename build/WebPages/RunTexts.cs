using Build.Record;
using Build.Running;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>The texts of files on both sides of a run's changes.</summary>
internal sealed class RunTexts(EnvironmentQuestions questions, Redactor redactor)
{
    private const int MostExports = 10;

    private readonly Lock gate = new();
    private readonly ShownTexts texts = new(redactor);

    /// <summary>The newest exports, whose files are still known as they were.</summary>
    private readonly Queue<(string Id, ChangedFiles Files)> exports = new();

    public void Keep(string id, ChangedFiles files)
    {
        lock (gate)
        {
            exports.Enqueue((id, files));
            if (exports.Count > MostExports)
                exports.Dequeue();
        }
    }

    /// <inheritdoc cref="IRunHost.ReadTextsAsync"/>
    public async Task<TextPair?> ReadAsync(WebRun run, string asset, string file, UserSignIn signIn, CancellationToken ct)
    {
        if (RunTasks.WayOf(run.Request.Task) == AppMode.Import)
            return await CompareAsync(run, asset, signIn, ct);

        lock (gate)
            return exports.FirstOrDefault(export => export.Id == run.Id).Files?.Of(file) is { } found
                ? texts.Of(found.Before, found.After)
                : null;
    }

    /// <summary>The text of a declared file in the workspace and in Git, as both are now.</summary>
    private async Task<TextPair?> CompareAsync(WebRun run, string asset, UserSignIn signIn, CancellationToken ct)
    {
        var environment = run.Request.Environment;
        using var interruption = new Interruption(ct);
        await using var preparation = questions.Open(environment, signIn.To(environment), interruption).Preparation;
        try
        {
            var declared = (await preparation.Assets).Declared.Declarations.FirstOrDefault(declared => declared.Asset == asset);
            if (declared is null || new FileInfo(declared.FullPath) is not { Exists: true, Length: <= ChangedFiles.LargestFile })
                return null;

            if (run.Snapshot.Changes.Any(change => change.Asset == asset && change.Action == ChangeAction.Create))
                return texts.Of(null, await File.ReadAllBytesAsync(declared.FullPath, ct));

            var workspace = await (await preparation.Workspace).Session.ReadContentAsync(declared, ct);
            return workspace is null ? null : texts.Of(workspace, await File.ReadAllBytesAsync(declared.FullPath, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RunRefusedException(questions.Explain(e, preparation));
        }
    }
}
