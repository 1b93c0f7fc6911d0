namespace Layercake.Engine.Checking;

/// <summary>The result of a check.</summary>
public enum CheckStatus
{
    Passed,
    Failed,

    /// <summary>The check would have to change something.</summary>
    Unknown,

    /// <summary>It depends on a check that failed.</summary>
    Skipped,
}

/// <summary>One line of the checklist.</summary>
/// <param name="Name">What was checked: <c>secret client-secret</c>.</param>
/// <param name="Detail">What was found.</param>
public sealed record CheckResult(string Name, CheckStatus Status, string Detail)
{
    /// <summary>What to do; null when there is nothing to do, or the detail contains it.</summary>
    public string? Remedy { get; init; }

    public static CheckResult Passed(string name, string detail) => new(name, CheckStatus.Passed, detail);

    public static CheckResult Failed(string name, string detail, string? remedy = null) =>
        new(name, CheckStatus.Failed, detail) { Remedy = remedy };

    public static CheckResult Unknown(string name, string detail, string? remedy = null) =>
        new(name, CheckStatus.Unknown, detail) { Remedy = remedy };

    public static CheckResult Skipped(string name, string because) => new(name, CheckStatus.Skipped, $"skipped: {because}");
}
