package codegen

// Check says why no kernel can be made of the directive's expression; nil when one can.
func (d Directive) Check() error {
	_, err := d.loop()
	return err
}
