namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects can be changed. An object of any other kind is deleted and created anew for every changed field.</summary>
internal interface IUpdatable
{
    /// <summary>Makes the object what the declaration says; what it would lose by that the kind takes from
    /// <see cref="AssetWrite.Held"/>.</summary>
    Task UpdateAsync(AssetWrite write, CancellationToken ct);
}
