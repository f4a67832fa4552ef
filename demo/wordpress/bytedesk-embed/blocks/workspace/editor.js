// The block in the editor: a card with its settings. The console itself starts on the page only.
(({ blocks, element, components, blockEditor, i18n }) => {
  const { createElement } = element;
  const { __ } = i18n;

  const edit = ({ attributes, setAttributes }) => {
    const field = (name, label, help) =>
      createElement(components.TextControl, {
        label,
        help,
        value: attributes[name],
        onChange: (value) => setAttributes({ [name]: value }),
      });

    return createElement(
      'div',
      blockEditor.useBlockProps(),
      createElement(
        components.Placeholder,
        {
          icon: 'format-chat',
          label: __('ByteDesk console', 'bytedesk-embed'),
          instructions: __(
            'Shown to users who have a login at the desk. Everybody else sees nothing.',
            'bytedesk-embed',
          ),
          isColumnLayout: true,
        },
        field('path', __('Path', 'bytedesk-embed'), __('Under /agent or /admin', 'bytedesk-embed')),
        field('height', __('Height', 'bytedesk-embed'), __('Pixels, or a CSS length', 'bytedesk-embed')),
        field('label', __('Name for screen readers', 'bytedesk-embed')),
      ),
    );
  };

  blocks.registerBlockType('bytedesk-embed/workspace', { edit, save: () => null });
})(window.wp);
