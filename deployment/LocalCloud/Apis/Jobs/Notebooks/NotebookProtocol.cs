using System.Text;
using Layercake.LocalCloud.Apis.Workspace.Notebooks;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>The conversation with one process: what it is to run, what it asks for, and what it did.</summary>
/// <param name="answer">What a notebook asks for: another one to include, or to call.</param>
internal sealed class NotebookProtocol(NotebookOrder order, Notebook notebook, Func<JObject, CancellationToken, Task<JObject>> answer)
{
    private const int MostOutput = 256 * 1024;

    private readonly Dictionary<int, StringBuilder> printed = [];
    private readonly JObject values = [];
    private int length;

    public async Task<NotebookOutcome> HoldAsync(NotebookProcess process, CancellationToken ct)
    {
        try
        {
            await process.SayAsync(Order().ToString(Formatting.None), ct);
            while (await process.Answers.ReadLineAsync(ct) is { } line)
            {
                var message = Json.Parse(line);
                if (message.Text("type") == "done")
                    return Ended(message, process.Text);

                if (message.Text("type") is "notebook" or "run")
                    await process.SayAsync((await answer(message, ct)).ToString(Formatting.None), ct);
                else
                    Note(message);
            }
        }
        catch (IOException)
        {
            // It ended while we spoke; its exit code says more.
        }

        var ended = $"The Python process ended by itself with exit code {await process.ExitCodeAsync(ct)}.";
        return Ended(new JObject { ["error"] = ended, ["trace"] = $"{ended}\n{process.Text}".TrimEnd() }, process.Text);
    }

    private JObject Order() =>
        new()
        {
            ["path"] = order.Path,
            ["cells"] = new JArray(notebook.Cells),
            ["widgets"] = new JObject(order.Parameters.Select(parameter => new JProperty(parameter.Key, parameter.Value))),
            ["values"] = order.TaskValues,
        };

    private void Note(JObject message)
    {
        if (message.Text("type") == "value")
            values[message.Text("key")!] = message["value"];
        else
            Print((int)(message.Number("cell") ?? 0), message.Text("text") ?? "");
    }

    private void Print(int cell, string text)
    {
        if (length > MostOutput)
            return;

        length += text.Length;
        if (!printed.TryGetValue(cell, out var output))
            printed[cell] = output = new StringBuilder();
        output.Append(length > MostOutput ? "\n… and more, which is not kept." : text);
    }

    private NotebookOutcome Ended(JObject message, string aside)
    {
        if (aside.Length > 0)
            Print(printed.Keys.Append(1).Max(), aside);

        return new NotebookOutcome
        {
            ExitValue = message.Text("exit"),
            Error = message.Text("error"),
            Trace = message.Text("trace"),
            Simulated = message.Text("reason"),
            TaskValues = values,
            Cells = new JArray(
                notebook.Cells.Select(
                    (source, index) =>
                        new JObject
                        {
                            ["cell"] = index + 1,
                            ["source"] = source,
                            ["output"] = printed.GetValueOrDefault(index + 1)?.ToString() ?? "",
                        }
                )
            ),
        };
    }
}
