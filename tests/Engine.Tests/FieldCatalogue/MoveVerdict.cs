namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>What became of one move of one field.</summary>
/// <param name="Word">One of <see cref="Verdicts"/>, or what went wrong.</param>
internal sealed record MoveVerdict(string Move, string Word);

/// <summary>The words of the table. Whatever is none of these is a fault, and has no reason.</summary>
internal static class Verdicts
{
    /// <summary>Planned by the name of the field, held by the service afterwards, and then there is nothing to do.</summary>
    public const string Applied = "applied";

    /// <summary>As <see cref="Applied"/>, with a new object in the place of the old one.</summary>
    public const string Recreated = "recreated";

    /// <summary>Planned, and the service no longer has the field.</summary>
    public const string Gone = "gone";

    /// <summary>Planned, and the service has what it fills in when the field is not declared.</summary>
    public const string Default = "default";

    /// <summary>Planned, and what removes the field is sent.</summary>
    public const string Sent = "sent";

    /// <summary>Planned and written, and the service never shows it.</summary>
    public const string Unreturned = "unreturned";

    /// <summary>Not planned, since what is declared means what the service has already.</summary>
    public const string Same = "same";

    /// <summary>A hand edit is planned as drift, put back, and then there is nothing to do.</summary>
    public const string Drift = "drift";

    /// <summary>A hand edit of a field that the service never shows.</summary>
    public const string Unseen = "unseen";

    /// <summary>A hand edit that a plan warns of and leaves, since the service keeps it when a write leaves the field out.</summary>
    public const string Kept = "seen and kept";

    /// <summary>A hand edit after which the service shows what it showed before.</summary>
    public const string Unmoved = "unmoved";

    /// <summary>The service does not take the hand edit.</summary>
    public const string Impossible = "impossible";

    /// <summary>Not planned, and the service shows something else all the same.</summary>
    public const string Ignored = "ignored";

    /// <summary>Before the code of the finding.</summary>
    public const string Refused = "refused";
}
