using System.ComponentModel;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>Executes Python notebooks, each in a process and a folder of its own, with nothing of what this process knows.</summary>
internal sealed class NotebookRunner(NotebookLibrary library, PythonRuntime python)
{
    private const int Deepest = 10;

    public NotebookLibrary Library => library;

    /// <exception cref="OperationCanceledException">It was stopped, with all that it had started.</exception>
    public async Task<NotebookOutcome> RunAsync(NotebookOrder order, CancellationToken ct)
    {
        if (library.Find(order.Path) is not { } notebook)
            return NotebookOutcome.Failed($"Notebook not found: {order.Path}");
        if (NotebookLibrary.WhyNotExecuted(notebook) is { } reason)
            return new NotebookOutcome { Simulated = reason };
        if (await python.PathAsync.WaitAsync(ct) is not { } interpreter)
            return new NotebookOutcome { Simulated = "there is no python3 on this machine" };

        var folder = Directory.CreateTempSubdirectory("layercake-notebook-").FullName;
        try
        {
            var work = LayOut(order.Path, folder);
            await using var process = NotebookProcess.Start(interpreter, work, folder);
            var protocol = new NotebookProtocol(order, notebook, (request, token) => AnswerAsync(order, request, token));
            return await protocol.HoldAsync(process, ct);
        }
        catch (Win32Exception e)
        {
            return new NotebookOutcome { Simulated = $"{interpreter} cannot be started: {e.Message}" };
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task<JObject> AnswerAsync(NotebookOrder caller, JObject request, CancellationToken ct)
    {
        var path = request.Text("path") ?? "";
        if (library.Find(path) is not { } notebook)
            return new JObject { ["error"] = $"Notebook not found: {path}" };
        if (NotebookLibrary.WhyNotExecuted(notebook) is { } reason)
            return new JObject { ["simulated"] = $"{path} is not executed, since {reason}" };

        return request.Text("type") == "notebook"
            ? new JObject { ["cells"] = new JArray(notebook.Cells) }
            : await CallAsync(caller, path, request, ct);
    }

    /// <summary><c>dbutils.notebook.run</c>: a process of its own, whose end the caller waits for.</summary>
    private async Task<JObject> CallAsync(NotebookOrder caller, string path, JObject request, CancellationToken ct)
    {
        if (caller.Depth >= Deepest)
            return new JObject { ["error"] = $"Notebooks call each other more than {Deepest} deep." };

        var seconds = request.Number("timeout") ?? 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (seconds > 0)
            limit.CancelAfter(TimeSpan.FromSeconds(Math.Min(seconds, 86_400)));
        try
        {
            var given =
                request
                    .Object("arguments")
                    ?.Properties()
                    .ToDictionary(field => field.Name, field => field.Value.ToString(), StringComparer.Ordinal)
                ?? [];
            var outcome = await RunAsync(new NotebookOrder(path, given, []) { Depth = caller.Depth + 1 }, limit.Token);
            return outcome switch
            {
                { Error: { } error } => new JObject { ["error"] = $"Notebook {path} failed: {error}" },
                { Simulated: { } reason } => new JObject { ["simulated"] = $"in {path}, {reason}" },
                _ => new JObject { ["result"] = outcome.ExitValue ?? "" },
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new JObject { ["error"] = $"Notebook {path} timed out after {seconds} seconds." };
        }
    }

    /// <summary>Puts the files around the notebook where it finds them, and nothing outside of that folder.</summary>
    private string LayOut(string notebook, string folder)
    {
        var root = Path.Combine(folder, "files");
        var work = Directory.CreateDirectory(Path.Combine(root, NotebookLibrary.FolderOf(notebook))).FullName;
        foreach (var (path, content) in library.FilesAround(notebook))
        {
            var file = Path.GetFullPath(Path.Combine(root, path));
            if (!file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                continue;

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        return work;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A notebook may have made what cannot be removed; the system clears its temporary folder.
        }
    }
}
