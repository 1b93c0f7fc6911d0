using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>What is to be executed, and with what.</summary>
/// <param name="Path">As the workspace spells it.</param>
/// <param name="Parameters">What its widgets have.</param>
/// <param name="TaskValues">What other tasks said, by task and key.</param>
internal sealed record NotebookOrder(string Path, IReadOnlyDictionary<string, string> Parameters, JObject TaskValues)
{
    /// <summary>How many notebooks called each other to get here.</summary>
    public int Depth { get; init; }
}

/// <summary>What a notebook did.</summary>
internal sealed record NotebookOutcome
{
    public string? ExitValue { get; init; }

    /// <summary>In one line; null when it did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>Names notebook, cell and line.</summary>
    public string? Trace { get; init; }

    /// <summary>Why not all of it was executed; null when it was.</summary>
    public string? Simulated { get; init; }

    /// <summary>What it told other tasks.</summary>
    public JObject TaskValues { get; init; } = [];

    /// <summary>What its cells are and printed.</summary>
    public JArray Cells { get; init; } = [];

    public static string SimulatedBecause(string reason) =>
        $"Simulated by the local cloud: {reason}. What was not executed here counts as succeeded, so this result says nothing about it.";

    public static NotebookOutcome Failed(string error) => new() { Error = error, Trace = error };
}
