namespace Layercake.Web.Runs;

/// <summary>What a run is asked to do, and where.</summary>
public sealed record RunRequest
{
    public required RunTask Task { get; init; }

    public required string Environment { get; init; }

    /// <summary>Patterns of assets, as <c>jobs.nightly</c> or <c>clusters.*</c>; all when empty.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Whether what the selected assets need is selected too.</summary>
    public bool WithNeeded { get; init; }

    /// <summary>How many assets may be deleted in one run; null for what the environment says.</summary>
    public int? PruneLimit { get; init; }

    /// <summary>Who asks; set by the list of runs.</summary>
    public string By { get; init; } = "";

    /// <summary>Where a push goes; null for other tasks.</summary>
    public string? Branch { get; init; }

    /// <summary>What the commit of a push says; null for other tasks.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it changes the files, which all environments share.</summary>
    public bool WritesFiles => Task is RunTask.Export or RunTask.Pull or RunTask.Push;

    /// <summary>The run whose sealed plan is applied; null for other tasks.</summary>
    public string? Planned { get; init; }

    /// <summary>Whether that plan is of what Git no longer has; set by the list of runs.</summary>
    public bool Removes { get; init; }
}
