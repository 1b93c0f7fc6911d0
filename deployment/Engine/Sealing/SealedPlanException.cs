namespace Layercake.Engine.Sealing;

/// <summary>A file is no sealed plan that can be applied. Nothing was written.</summary>
/// <param name="code">Of the finding that says so.</param>
/// <param name="message">One or two sentences: what is wrong, and what to do.</param>
public sealed class SealedPlanException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The file cannot be read as a sealed plan.</summary>
    public const string Unreadable = "PLN001";

    /// <summary>The file holds something else than it lists.</summary>
    public const string Altered = "PLN002";

    /// <summary>It is another plan than the one that was approved.</summary>
    public const string Other = "PLN003";

    public string Code { get; } = code;

    /// <param name="what">A sentence.</param>
    internal static SealedPlanException NoPlan(string what, Exception? inner = null) =>
        new(Unreadable, $"{what} Make one with --target=Plan --out=FILE.", inner);

    /// <inheritdoc cref="NoPlan"/>
    internal static SealedPlanException Changed(string what) =>
        new(Altered, $"{what} It was changed after it was made: plan again, and find out who changed it.");
}
