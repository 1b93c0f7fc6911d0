namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects cost money while they run, and may be stopped after they were deployed.</summary>
internal interface IStoppable
{
    /// <summary>Whether the environment wants what is deployed to be stopped.</summary>
    bool IsStopped { get; }

    /// <summary>Stops the object; does nothing when it is stopped already.</summary>
    Task StopAsync(string id, CancellationToken ct);

    /// <summary>Whether it is stopped after a write, where <see cref="IsStopped"/> says so.</summary>
    /// <param name="before">As it was before the write; null for a new one.</param>
    bool IsStoppedAfter(LiveAsset? before) => true;
}
