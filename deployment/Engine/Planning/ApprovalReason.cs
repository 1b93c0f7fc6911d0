namespace Layercake.Engine.Planning;

/// <summary>Why a person has to approve a plan in CI.</summary>
public sealed record ApprovalReason
{
    /// <summary>The class of the setting <c>approve</c>, such as <c>delete:*</c>; null for a reason that is about the whole plan.</summary>
    public string? Class { get; init; }

    /// <summary>The changed assets of the class, as kind and name.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>A clause in plain words.</summary>
    public required string Text { get; init; }
}
