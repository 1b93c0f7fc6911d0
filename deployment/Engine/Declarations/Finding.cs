namespace Layercake.Engine.Declarations;

/// <summary>Whether a finding ends the run.</summary>
public enum Severity
{
    /// <summary>Nothing is written while there is an error.</summary>
    Error,

    /// <summary>The deployment goes on.</summary>
    Warning,
}

/// <summary>What a check found: where, what, and what to do.</summary>
public sealed record Finding
{
    public required Severity Severity { get; init; }

    /// <summary>
    /// Three letters for the area and three digits, stable for ever: <c>CLU004</c>. Explained in <c>docs/findings.md</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, what was expected and what to do, in one or two sentences.</summary>
    public required string Message { get; init; }

    /// <summary>The asset it is about, as kind and name: <c>clusters.etl</c>; null when it is about a whole file.</summary>
    public string? Asset { get; init; }

    /// <summary>Relative to the assets' root, with forward slashes; null when the finding is not about a file.</summary>
    public string? File { get; init; }

    /// <summary>For a finding in a template: the definitions that cannot be deployed because of it.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>Counted from 1; 0 when the finding is about the whole file.</summary>
    public int Line { get; init; }

    /// <summary>Counted from 1; 0 when the finding is about the whole line.</summary>
    public int Column { get; init; }

    /// <summary><c>clusters/etl.json(14,7): error CLU004: clusters.etl: autoscale.min_workers is 8, …</c></summary>
    public override string ToString()
    {
        var place =
            File is null ? ""
            : Line == 0 ? $"{File}: "
            : $"{File}({Line},{Column}): ";
        var asset = Asset is null ? "" : $"{Asset}: ";
        return $"{place}{Severity.ToString().ToLowerInvariant()} {Code}: {asset}{Message}";
    }
}
