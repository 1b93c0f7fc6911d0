namespace Layercake.Engine.Kinds.Model;

/// <summary>Kinds whose objects may lie where another setting of the environment put them, and that can look there.</summary>
internal interface ILooksElsewhere
{
    /// <summary>Whether nothing is there any more; false where that may not be seen.</summary>
    Task<bool> IsGoneAsync(string place, CancellationToken ct);
}
